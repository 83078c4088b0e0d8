package io.ottla.protocol.net;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;
import io.ottla.protocol.fetch.SliceRecords;
import io.ottla.storage.LogSlice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Writable;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Writes a response into one buffer, leaving out large slices of logs, which go to the socket from their files.
 *
 * <pre>
 *   buffer:  | length, header, fields | ... fields | ... fields |
 *   sent:    | length, header, fields | slice | ... fields | slice | ... fields |
 * </pre>
 *
 * <p>Small slices are copied into the buffer, which costs less than a system call each, up to a bound a response: what a
 * client does not read must not fill the memory.
 */
final class ResponseWriter implements Writable {
    /** Slices up to this size are copied. */
    static final int MAX_COPIED_SLICE_BYTES = 16 * 1024;

    /** So much is copied into one response at most. */
    static final int MAX_COPIED_BYTES = 256 * 1024;

    private final ByteBuf out;
    private final List<ReferenceCounted> parts = new ArrayList<>(1);
    private int sentUpTo;
    private int copiedBytes;

    /** A writer that appends to {@code out} and owns it from now on. */
    ResponseWriter(ByteBuf out) {
        this.out = out;
    }

    /** What is to be sent, in order; each part belongs to the caller. Nothing may be written afterwards. */
    List<ReferenceCounted> finish() {
        if (parts.isEmpty()) {
            return List.of(out);
        }
        cut();
        out.release();
        return parts;
    }

    /** Gives up a response that was not finished. */
    void abandon() {
        parts.forEach(ReferenceCounted::release);
        out.release();
    }

    @Override
    public void writeRecords(BaseRecords records) {
        if (records instanceof SliceRecords slice) {
            writeSlice(slice);
        } else if (records instanceof MemoryRecords memory) {
            out.writeBytes(memory.buffer());
        } else {
            throw new IllegalArgumentException("cannot send " + records.getClass());
        }
    }

    private void writeSlice(SliceRecords records) {
        LogSlice slice = records.take();
        if (slice == null) {
            throw new IllegalStateException("the records of a response are released already");
        }
        int length = slice.length();
        if (length > MAX_COPIED_SLICE_BYTES || copiedBytes + length > MAX_COPIED_BYTES) {
            cut();
            parts.add(new SliceRegion(slice));
        } else {
            copy(slice, length);
        }
    }

    private void cut() {
        int end = out.writerIndex();
        if (end > sentUpTo) {
            parts.add(out.retainedSlice(sentUpTo, end - sentUpTo));
            sentUpTo = end;
        }
    }

    private void copy(LogSlice slice, int length) {
        try {
            out.ensureWritable(length);
            int copied = slice.copyTo(out.nioBuffer(out.writerIndex(), length));
            if (copied != length || slice.isOutdated()) {
                throw new IllegalStateException("a slice of " + length + " bytes of segment "
                        + slice.segmentBaseOffset() + " at position " + slice.position() + " has only " + copied
                        + ", or was cut meanwhile");
            }
            out.writerIndex(out.writerIndex() + length);
            copiedBytes += length;
        } finally {
            slice.release();
        }
    }

    @Override
    public void writeByte(byte value) {
        out.writeByte(value);
    }

    @Override
    public void writeShort(short value) {
        out.writeShort(value);
    }

    @Override
    public void writeInt(int value) {
        out.writeInt(value);
    }

    @Override
    public void writeLong(long value) {
        out.writeLong(value);
    }

    @Override
    public void writeDouble(double value) {
        out.writeDouble(value);
    }

    @Override
    public void writeByteArray(byte[] value) {
        out.writeBytes(value);
    }

    @Override
    public void writeByteBuffer(ByteBuffer value) {
        out.writeBytes(value.duplicate());
    }

    @Override
    public void writeUnsignedVarint(int value) {
        int left = value;
        while ((left & 0xffffff80) != 0) {
            out.writeByte((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        out.writeByte(left);
    }

    @Override
    public void writeVarint(int value) {
        writeUnsignedVarint((value << 1) ^ (value >> 31));
    }

    @Override
    public void writeVarlong(long value) {
        long left = (value << 1) ^ (value >> 63);
        while ((left & 0xffffffffffffff80L) != 0) {
            out.writeByte((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        out.writeByte((int) left);
    }
}
