package io.ottla.actors.transaction.format;

import io.ottla.actors.coordinator.format.FieldReader;
import io.ottla.actors.coordinator.format.FieldWriter;
import io.ottla.actors.coordinator.format.MalformedRecordException;
import io.ottla.actors.transaction.state.StoredTransaction;
import io.ottla.actors.transaction.state.TransactionRecord;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns transaction records into keys and values of the transaction topic and back. A record that forgets has no value.
 *
 * <pre>
 *   key:  0 | transactional id
 * </pre>
 */
public final class TransactionRecordCodec {
    private static final int TRANSACTION_KEY = 0;

    private TransactionRecordCodec() {}

    /** The key of a record. */
    public static byte[] key(TransactionRecord record) {
        return new FieldWriter()
                .int16(TRANSACTION_KEY)
                .string(record.entityId())
                .toBytes();
    }

    /** The value of a record; null for one that forgets. */
    public static byte @Nullable [] value(TransactionRecord record) {
        if (record instanceof TransactionRecord.Stored stored) {
            return TransactionFormat.write(stored.transaction());
        }
        return null;
    }

    /**
     * Reads a record; empty for one of a kind that is not known here.
     *
     * @throws MalformedRecordException if it is of a known kind and damaged
     */
    public static Optional<TransactionRecord> read(ByteBuffer key, @Nullable ByteBuffer value) {
        FieldReader in = new FieldReader(key);
        if (in.int16() != TRANSACTION_KEY) {
            return Optional.empty();
        }
        String id = in.string();
        if (value == null) {
            return Optional.of(new TransactionRecord.Forgotten(id));
        }
        StoredTransaction transaction = TransactionFormat.read(value);
        return Optional.of(new TransactionRecord.Stored(id, transaction));
    }
}
