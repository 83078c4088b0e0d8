package io.ottla.storage.batch;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The header of a record batch of format v2, read and patched in place. {@code at} is the absolute index of the batch's first byte in a big-endian
 * buffer.
 *
 * <pre>
 *  0 base offset (8)        27 base timestamp (8)
 *  8 length after here (4)  35 max timestamp (8)
 * 12 leader epoch (4)       43 producer id (8)
 * 16 magic (1)              51 producer epoch (2)
 * 17 crc of what follows(4) 53 base sequence (4)
 * 21 attributes (2)         57 record count (4)
 * 23 last offset delta (4)  61 records
 * </pre>
 */
public final class BatchHeader {
    /** Bytes of a header. */
    public static final int BYTES = 61;
    /** Bytes before the length starts to count. */
    public static final int LENGTH_OVERHEAD = 12;
    /** The only format written. */
    public static final byte MAGIC = 2;
    /** Bytes needed to know a batch's size and magic. */
    public static final int MAGIC_END = 17;
    /** What a header holds in place of an absent producer id, epoch, sequence or timestamp. */
    public static final int NONE = -1;

    /** Where the bytes covered by the checksum start. */
    public static final int CRC_START = 21;

    private static final int TIMESTAMP_TYPE_BIT = 0x08;
    private static final int TRANSACTIONAL_BIT = 0x10;
    private static final int CONTROL_BIT = 0x20;
    private static final int COMPRESSION_BITS = 0x07;

    private BatchHeader() {}

    /** Offset of the first record. */
    public static long baseOffset(ByteBuffer buffer, int at) {
        return buffer.getLong(at);
    }

    /** Bytes of the whole batch; nonsense where the length field is. */
    public static int sizeInBytes(ByteBuffer buffer, int at) {
        return buffer.getInt(at + 8) + LENGTH_OVERHEAD;
    }

    /** Epoch of the leader that appended it. */
    public static int leaderEpoch(ByteBuffer buffer, int at) {
        return buffer.getInt(at + 12);
    }

    /** Format of the batch. */
    public static byte magic(ByteBuffer buffer, int at) {
        return buffer.get(at + 16);
    }

    /** The stored checksum, unsigned. */
    public static long storedCrc(ByteBuffer buffer, int at) {
        return buffer.getInt(at + 17) & 0xffff_ffffL;
    }

    /** Bit set, see the accessors below. */
    public static short attributes(ByteBuffer buffer, int at) {
        return buffer.getShort(at + 21);
    }

    /** Id of the codec, see {@code CompressionType}. */
    public static int compressionId(ByteBuffer buffer, int at) {
        return attributes(buffer, at) & COMPRESSION_BITS;
    }

    /** Whether the broker set the timestamps. */
    public static boolean isLogAppendTime(ByteBuffer buffer, int at) {
        return (attributes(buffer, at) & TIMESTAMP_TYPE_BIT) != 0;
    }

    /** Whether it belongs to a transaction. */
    public static boolean isTransactional(ByteBuffer buffer, int at) {
        return (attributes(buffer, at) & TRANSACTIONAL_BIT) != 0;
    }

    /** Whether it holds a marker instead of records. */
    public static boolean isControl(ByteBuffer buffer, int at) {
        return (attributes(buffer, at) & CONTROL_BIT) != 0;
    }

    /** Offset of the last record minus {@link #baseOffset}. */
    public static int lastOffsetDelta(ByteBuffer buffer, int at) {
        return buffer.getInt(at + 23);
    }

    /** Offset of the last record. */
    public static long lastOffset(ByteBuffer buffer, int at) {
        return baseOffset(buffer, at) + lastOffsetDelta(buffer, at);
    }

    /** What the records' timestamps are relative to. */
    public static long baseTimestamp(ByteBuffer buffer, int at) {
        return buffer.getLong(at + 27);
    }

    /** Largest timestamp of a record. */
    public static long maxTimestamp(ByteBuffer buffer, int at) {
        return buffer.getLong(at + 35);
    }

    /** The idempotent producer's id, or -1. */
    public static long producerId(ByteBuffer buffer, int at) {
        return buffer.getLong(at + 43);
    }

    /** The producer's epoch, or -1. */
    public static short producerEpoch(ByteBuffer buffer, int at) {
        return buffer.getShort(at + 51);
    }

    /** Sequence number of the first record, or -1. */
    public static int baseSequence(ByteBuffer buffer, int at) {
        return buffer.getInt(at + 53);
    }

    /** Sequence number of the last record, or -1; after the largest int comes 0. */
    public static int lastSequence(ByteBuffer buffer, int at) {
        int base = baseSequence(buffer, at);
        return base == NONE ? NONE : (base + lastOffsetDelta(buffer, at)) & Integer.MAX_VALUE;
    }

    /** Number of records. */
    public static int recordCount(ByteBuffer buffer, int at) {
        return buffer.getInt(at + 57);
    }

    /** The checksum that a batch of this size, wholly in the buffer, should have. */
    public static long computeCrc(ByteBuffer buffer, int at, int sizeInBytes) {
        CRC32C crc = new CRC32C();
        ByteBuffer covered = buffer.duplicate();
        covered.limit(at + sizeInBytes).position(at + CRC_START);
        crc.update(covered);
        return crc.getValue();
    }

    /** Writes offset and epoch, which no checksum covers. */
    public static void assign(ByteBuffer buffer, int at, long baseOffset, int leaderEpoch) {
        buffer.putLong(at, baseOffset);
        buffer.putInt(at + 12, leaderEpoch);
    }

    /** Sets the largest timestamp and its type, and the checksum where that changed anything. */
    public static void assignTimestamp(ByteBuffer buffer, int at, boolean logAppendTime, long maxTimestamp) {
        if (isLogAppendTime(buffer, at) == logAppendTime && maxTimestamp(buffer, at) == maxTimestamp) {
            return;
        }
        int attributes = attributes(buffer, at) & ~TIMESTAMP_TYPE_BIT;
        buffer.putShort(at + 21, (short) (logAppendTime ? attributes | TIMESTAMP_TYPE_BIT : attributes));
        buffer.putLong(at + 35, maxTimestamp);
        buffer.putInt(at + 17, (int) computeCrc(buffer, at, sizeInBytes(buffer, at)));
    }
}
