package io.ottla.storage.compaction;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

/**
 * Hashes keys to 128 bits: SipHash-2-4 under a secret of its own. Two keys with one hash would be taken for the same key and the older one's record
 * lost; with 128 bits that does not happen by chance, and because of the secret nobody can bring it about. One thread; reused from key to key.
 */
final class KeyHash {
    private static final int COMPRESSION_ROUNDS = 2;
    private static final int FINAL_ROUNDS = 4;

    private final long secret0;
    private final long secret1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long high;

    KeyHash(RandomGenerator secrets) {
        this(secrets.nextLong(), secrets.nextLong());
    }

    KeyHash(long secret0, long secret1) {
        this.secret0 = secret0;
        this.secret1 = secret1;
    }

    /** Hashes the remaining bytes, which stay where they are. Returns the low half; {@link #high} has the other. */
    long hash(ByteBuffer key) {
        v0 = secret0 ^ 0x736f6d6570736575L;
        v1 = secret1 ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = secret0 ^ 0x6c7967656e657261L;
        v3 = secret1 ^ 0x7465646279746573L;
        ByteBuffer bytes = key.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.remaining();
        while (bytes.remaining() >= Long.BYTES) {
            absorb(bytes.getLong());
        }
        long last = (long) length << 56;
        for (int shift = 0; bytes.hasRemaining(); shift += Byte.SIZE) {
            last |= (bytes.get() & 0xffL) << shift;
        }
        absorb(last);
        v2 ^= 0xee;
        rounds(FINAL_ROUNDS);
        long low = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        rounds(FINAL_ROUNDS);
        high = v0 ^ v1 ^ v2 ^ v3;
        return low;
    }

    /** The high half of the last hash. */
    long high() {
        return high;
    }

    private void absorb(long word) {
        v3 ^= word;
        rounds(COMPRESSION_ROUNDS);
        v0 ^= word;
    }

    private void rounds(int count) {
        for (int round = 0; round < count; round++) {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
