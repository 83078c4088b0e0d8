package io.ottla.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.jspecify.annotations.Nullable;

/** Prints the records of a batch; bytes that are no text are printed in hexadecimal digits. */
final class RecordDump {
    private RecordDump() {}

    static void dump(ByteBuffer batchBytes, Appendable out) throws IOException {
        for (MutableRecordBatch batch :
                MemoryRecords.readableRecords(batchBytes).batches()) {
            for (Record record : batch) {
                out.append("  offset " + record.offset() + " timestamp " + record.timestamp());
                if (batch.isControlBatch()) {
                    out.append(" marker " + ControlRecordType.parse(record.key()) + "\n");
                } else {
                    out.append(" key " + text(record.key()) + " value " + text(record.value()))
                            .append(headers(record))
                            .append("\n");
                }
            }
        }
    }

    private static String headers(Record record) {
        return Arrays.stream(record.headers())
                .map(header -> header.key() + "=" + text(wrap(header.value())))
                .collect(Collectors.joining(", ", record.headers().length == 0 ? "" : " headers ", ""));
    }

    private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    private static String text(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            return "null";
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.duplicate())
                    .toString();
            if (text.chars().noneMatch(Character::isISOControl)) {
                return "\"" + text + "\"";
            }
        } catch (CharacterCodingException noText) {
            return hex(bytes);
        }
        return hex(bytes);
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return "0x" + HexFormat.of().formatHex(copy);
    }
}
