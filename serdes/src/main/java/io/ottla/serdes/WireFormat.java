package io.ottla.serdes;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;

/** The frame around a record's bytes: a zero byte, the schema's id as four bytes (big-endian), then the data. */
public final class WireFormat {
    /** How long the frame is. */
    public static final int HEADER_BYTES = 1 + Integer.BYTES;

    private static final byte MAGIC = 0;

    private WireFormat() {}

    /**
     * Framed bytes taken apart.
     *
     * @param schemaId the schema's id
     * @param data the rest; positioned at its begin
     */
    public record Framed(int schemaId, ByteBuffer data) {}

    /** Writes the frame into the first bytes of this array; gives the rest, to be filled with the data. */
    public static ByteBuffer begin(int schemaId, byte[] framed) {
        return ByteBuffer.wrap(framed).put(MAGIC).putInt(schemaId);
    }

    /** The data with its frame. */
    public static byte[] frame(int schemaId, byte[] data) {
        byte[] framed = new byte[HEADER_BYTES + data.length];
        begin(schemaId, framed).put(data);
        return framed;
    }

    /** Takes framed bytes apart. */
    public static Framed read(String topic, byte[] bytes) {
        if (bytes.length < HEADER_BYTES) {
            throw new SerializationException("a record of topic " + topic + " has " + bytes.length
                    + " bytes and no schema id: it was not written by a serializer of a schema registry");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte magic = buffer.get();
        if (magic != MAGIC) {
            throw new SerializationException("a record of topic " + topic + " begins with byte " + magic
                    + " instead of 0: it was not written by a serializer of a schema registry");
        }
        return new Framed(buffer.getInt(), buffer);
    }
}
