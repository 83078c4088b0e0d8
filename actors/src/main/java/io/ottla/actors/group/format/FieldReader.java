package io.ottla.actors.group.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Bytes;

/** Reads the field types of Kafka's message format. Whatever does not fit the bytes there are is malformed. */
final class FieldReader {
    private static final int MAX_VARINT_BITS = 28;

    private final ByteBuffer in;

    FieldReader(ByteBuffer in) {
        this.in = in.duplicate();
    }

    int int16() {
        require(Short.BYTES);
        return in.getShort();
    }

    int int32() {
        require(Integer.BYTES);
        return in.getInt();
    }

    long int64() {
        require(Long.BYTES);
        return in.getLong();
    }

    Uuid uuid() {
        return new Uuid(int64(), int64());
    }

    String string() {
        return nullableString().orElseThrow(() -> new MalformedGroupRecordException("a string is null"));
    }

    Optional<String> nullableString() {
        int length = int16();
        return length < 0 ? Optional.empty() : Optional.of(utf8(length));
    }

    String compactString() {
        return compactNullableString().orElseThrow(() -> new MalformedGroupRecordException("a string is null"));
    }

    Optional<String> compactNullableString() {
        int length = unsignedVarint() - 1;
        return length < 0 ? Optional.empty() : Optional.of(utf8(length));
    }

    Bytes bytes() {
        return Bytes.wrap(raw(int32()));
    }

    Bytes compactBytes() {
        return Bytes.wrap(raw(unsignedVarint() - 1));
    }

    /** The number of elements of an array, each at least one byte long. */
    int count(int claimed) {
        if (claimed < 0 || claimed > in.remaining()) {
            throw new MalformedGroupRecordException(claimed + " elements in " + in.remaining() + " bytes");
        }
        return claimed;
    }

    int unsignedVarint() {
        int value = 0;
        for (int bits = 0; bits <= MAX_VARINT_BITS; bits += 7) {
            require(1);
            byte next = in.get();
            value |= (next & 0x7f) << bits;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedGroupRecordException("a varint is longer than five bytes");
    }

    /** Reads tagged fields: the wanted one with the given reader, all others are skipped. */
    void taggedFields(int wantedTag, Runnable reader) {
        int fields = count(unsignedVarint());
        for (int i = 0; i < fields; i++) {
            int tag = unsignedVarint();
            int size = count(unsignedVarint());
            int end = in.position() + size;
            if (tag == wantedTag) {
                reader.run();
            }
            in.position(end);
        }
    }

    private String utf8(int length) {
        return new String(raw(length), StandardCharsets.UTF_8);
    }

    private byte[] raw(int length) {
        require(length);
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    private void require(int length) {
        if (length < 0 || length > in.remaining()) {
            throw new MalformedGroupRecordException(
                    "a field of " + length + " bytes where " + in.remaining() + " are left");
        }
    }
}
