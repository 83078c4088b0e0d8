package io.ottla.actors.coordinator.format;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Bytes;

/** Writes the field types of Kafka's message format into memory. */
public final class FieldWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    private final DataOutputStream out = new DataOutputStream(bytes);

    /** One byte. */
    public FieldWriter int8(int value) {
        return write(() -> out.writeByte(value));
    }

    /** Two bytes. */
    public FieldWriter int16(int value) {
        return write(() -> out.writeShort(value));
    }

    /** Four bytes. */
    public FieldWriter int32(int value) {
        return write(() -> out.writeInt(value));
    }

    /** Eight bytes. */
    public FieldWriter int64(long value) {
        return write(() -> out.writeLong(value));
    }

    /** Sixteen bytes. */
    public FieldWriter uuid(Uuid value) {
        return int64(value.getMostSignificantBits()).int64(value.getLeastSignificantBits());
    }

    /** A string with a length of two bytes. */
    public FieldWriter string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException("a string of " + utf8.length + " bytes does not fit into a record");
        }
        return int16(utf8.length).raw(utf8);
    }

    /** A string with a length of two bytes, which is -1 for none. */
    public FieldWriter nullableString(Optional<String> value) {
        return value.map(this::string).orElseGet(() -> int16(-1));
    }

    /** A string with a variable length. */
    public FieldWriter compactString(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return unsignedVarint(utf8.length + 1).raw(utf8);
    }

    /** A string with a variable length, which is 0 for none. */
    public FieldWriter compactNullableString(Optional<String> value) {
        return value.map(this::compactString).orElseGet(() -> unsignedVarint(0));
    }

    /** Bytes with a variable length. */
    public FieldWriter compactBytes(Bytes value) {
        return unsignedVarint(value.get().length + 1).raw(value.get());
    }

    /** Bytes with a length of four bytes. */
    public FieldWriter bytes(Bytes value) {
        return int32(value.get().length).raw(value.get());
    }

    /** Seven bits a byte, the lowest first; the top bit says that more follow. */
    public FieldWriter unsignedVarint(int value) {
        return write(() -> {
            int rest = value;
            while ((rest & ~0x7f) != 0) {
                out.writeByte((rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            out.writeByte(rest);
        });
    }

    /** What has been written. */
    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    /** Bytes as they are. */
    public FieldWriter raw(byte[] value) {
        return write(() -> out.write(value));
    }

    private FieldWriter write(Write write) {
        try {
            write.run();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return this;
    }

    private interface Write {
        void run() throws IOException;
    }
}
