package io.ottla.storage.batch;

import io.ottla.storage.AppendContext;
import io.ottla.storage.AppendOrigin;
import io.ottla.storage.AppendResult.Rejected;
import io.ottla.storage.LogConfig;
import io.ottla.storage.Rejection;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.record.internal.CompressionType;

/** What a batch's header alone tells about whether it may be appended. Pure. */
final class BatchStructure {
    private static final int ZSTD = CompressionType.ZSTD.id;

    private BatchStructure() {}

    /** Checks all batches in the buffer; empty when nothing speaks against them. */
    static Optional<Rejected> check(ByteBuffer records, AppendContext context, LogConfig config) {
        if (!records.hasRemaining()) {
            return invalid("at least one batch is needed");
        }
        boolean client = context.origin() == AppendOrigin.CLIENT;
        for (int at = records.position(); at < records.limit(); at += BatchHeader.sizeInBytes(records, at)) {
            if (client && at > records.position()) {
                return invalid("exactly one batch per partition is allowed");
            }
            Optional<Rejected> rejected = checkBatch(records, at, context, config);
            if (rejected.isPresent()) {
                return rejected;
            }
        }
        return Optional.empty();
    }

    static Rejected tooLarge(int size, LogConfig config) {
        return new Rejected(
                Rejection.MESSAGE_TOO_LARGE,
                "the batch takes " + size + " bytes, more than max.message.bytes=" + config.maxMessageBytes());
    }

    private static Optional<Rejected> checkBatch(ByteBuffer records, int at, AppendContext context, LogConfig config) {
        int remaining = records.limit() - at;
        if (remaining >= BatchHeader.MAGIC_END && BatchHeader.magic(records, at) != BatchHeader.MAGIC) {
            return invalid("batches must have magic 2, not " + BatchHeader.magic(records, at));
        }
        if (remaining < BatchHeader.BYTES
                || BatchHeader.sizeInBytes(records, at) < BatchHeader.BYTES
                || BatchHeader.sizeInBytes(records, at) > remaining) {
            return corrupt("a batch of illegal length, " + remaining + " bytes are there");
        }
        int size = BatchHeader.sizeInBytes(records, at);
        if (BatchHeader.compressionId(records, at) == ZSTD && !context.zstdAllowed()) {
            return Optional.of(
                    new Rejected(Rejection.UNSUPPORTED_COMPRESSION_TYPE, "this request version does not know zstd"));
        }
        if (context.origin() == AppendOrigin.CLIENT && BatchHeader.baseOffset(records, at) != 0) {
            return invalid("the base offset should be 0, not " + BatchHeader.baseOffset(records, at));
        }
        if (size > config.maxMessageBytes()) {
            return Optional.of(tooLarge(size, config));
        }
        long crc = BatchHeader.computeCrc(records, at, size);
        if (crc != BatchHeader.storedCrc(records, at)) {
            return corrupt("checksum " + BatchHeader.storedCrc(records, at) + " does not match the content's " + crc);
        }
        return checkMeaning(records, at, context);
    }

    private static Optional<Rejected> checkMeaning(ByteBuffer records, int at, AppendContext context) {
        int count = BatchHeader.recordCount(records, at);
        int lastOffsetDelta = BatchHeader.lastOffsetDelta(records, at);
        if (count <= 0 || lastOffsetDelta != count - 1) {
            return invalid("record count " + count + " does not fit the last offset delta " + lastOffsetDelta);
        }
        if (BatchHeader.compressionId(records, at) > ZSTD) {
            return invalid("unknown compression " + BatchHeader.compressionId(records, at));
        }
        boolean client = context.origin() == AppendOrigin.CLIENT;
        if (client && BatchHeader.isControl(records, at)) {
            return invalid("clients must not write control records");
        }
        boolean sequenced = BatchHeader.producerId(records, at) != BatchHeader.NONE;
        if (client
                && sequenced
                && (BatchHeader.producerEpoch(records, at) < 0 || BatchHeader.baseSequence(records, at) < 0)) {
            return invalid("a batch with a producer id needs an epoch and a sequence number");
        }
        if (client && !sequenced && BatchHeader.isTransactional(records, at)) {
            return invalid("a transactional batch needs a producer id");
        }
        return Optional.empty();
    }

    private static Optional<Rejected> invalid(String message) {
        return Optional.of(new Rejected(Rejection.INVALID_RECORD, message));
    }

    private static Optional<Rejected> corrupt(String message) {
        return Optional.of(new Rejected(Rejection.CORRUPT_MESSAGE, message));
    }
}
