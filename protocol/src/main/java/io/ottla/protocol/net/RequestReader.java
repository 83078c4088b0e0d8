package io.ottla.protocol.net;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.protocol.ByteBufferAccessor;

/**
 * Reads a request's fields and counts them. A hostile request can name millions of empty elements in a few bytes each, and
 * every one becomes an object many times its size; so there is a bound that no honest request comes near.
 */
final class RequestReader extends ByteBufferAccessor {
    /** How many fields a request may have. */
    static final int MAX_FIELDS = 2_000_000;

    private int fields;

    RequestReader(ByteBuffer buffer) {
        super(buffer);
    }

    @Override
    public byte readByte() {
        countField();
        return super.readByte();
    }

    @Override
    public short readShort() {
        countField();
        return super.readShort();
    }

    @Override
    public int readInt() {
        countField();
        return super.readInt();
    }

    @Override
    public long readLong() {
        countField();
        return super.readLong();
    }

    @Override
    public int readUnsignedVarint() {
        countField();
        return super.readUnsignedVarint();
    }

    private void countField() {
        if (++fields > MAX_FIELDS) {
            throw new InvalidRequestException("more than " + MAX_FIELDS + " fields in one request");
        }
    }
}
