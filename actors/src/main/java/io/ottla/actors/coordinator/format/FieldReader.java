package io.ottla.actors.coordinator.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Bytes;

/** Reads the field types of Kafka's message format. Whatever does not fit the bytes there are is malformed. */
public final class FieldReader {
    private static final int MAX_VARINT_BITS = 28;

    private final ByteBuffer in;

    /** Reads from the position of a buffer, which stays where it is. */
    public FieldReader(ByteBuffer in) {
        this.in = in.duplicate();
    }

    /** One byte, signed. */
    public int int8() {
        require(Byte.BYTES);
        return in.get();
    }

    /** Two bytes, signed. */
    public int int16() {
        require(Short.BYTES);
        return in.getShort();
    }

    /** Four bytes. */
    public int int32() {
        require(Integer.BYTES);
        return in.getInt();
    }

    /** Eight bytes. */
    public long int64() {
        require(Long.BYTES);
        return in.getLong();
    }

    /** Sixteen bytes. */
    public Uuid uuid() {
        return new Uuid(int64(), int64());
    }

    /** A string with a length of two bytes. */
    public String string() {
        return nullableString().orElseThrow(() -> new MalformedRecordException("a string is null"));
    }

    /** A string with a length of two bytes, which is -1 for none. */
    public Optional<String> nullableString() {
        int length = int16();
        return length < 0 ? Optional.empty() : Optional.of(utf8(length));
    }

    /** A string with a variable length. */
    public String compactString() {
        return compactNullableString().orElseThrow(() -> new MalformedRecordException("a string is null"));
    }

    /** A string with a variable length, which is 0 for none. */
    public Optional<String> compactNullableString() {
        int length = unsignedVarint() - 1;
        return length < 0 ? Optional.empty() : Optional.of(utf8(length));
    }

    /** Bytes with a length of four bytes. */
    public Bytes bytes() {
        return Bytes.wrap(raw(int32()));
    }

    /** Bytes with a variable length. */
    public Bytes compactBytes() {
        return Bytes.wrap(raw(unsignedVarint() - 1));
    }

    /** The number of elements of an array, each at least one byte long. */
    public int count(int claimed) {
        if (claimed < 0 || claimed > in.remaining()) {
            throw new MalformedRecordException(claimed + " elements in " + in.remaining() + " bytes");
        }
        return claimed;
    }

    /** Seven bits a byte, the lowest first; the top bit says that more follow. */
    public int unsignedVarint() {
        int value = 0;
        for (int bits = 0; bits <= MAX_VARINT_BITS; bits += 7) {
            require(1);
            byte next = in.get();
            value |= (next & 0x7f) << bits;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedRecordException("a varint is longer than five bytes");
    }

    /** Reads tagged fields: the wanted one with the given reader, all others are skipped. */
    public void taggedFields(int wantedTag, Runnable reader) {
        taggedFields(tag -> {
            if (tag == wantedTag) {
                reader.run();
            }
        });
    }

    /** Reads tagged fields: the reader is given each tag, and reads what it knows. */
    public void taggedFields(IntConsumer reader) {
        int fields = count(unsignedVarint());
        for (int i = 0; i < fields; i++) {
            int tag = unsignedVarint();
            int size = count(unsignedVarint());
            int end = in.position() + size;
            reader.accept(tag);
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
            throw new MalformedRecordException("a field of " + length + " bytes where " + in.remaining() + " are left");
        }
    }
}
