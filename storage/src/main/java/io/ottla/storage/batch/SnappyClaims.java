package io.ottla.storage.batch;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Checks the lengths within snappy data before the decompressor believes them: it takes as much memory as it is told, and some bytes
 * from a client must not cost a node half a gigabyte, or its life.
 *
 * <pre>
 *   framed (Java's clients):  | 82 "SNAPPY" 00, version, compatible (16) | { length (4) | block } ... |
 *   plain (librdkafka):       | block |
 *   block:                    | length when decompressed (varint) | at most 64 bytes out of every byte |
 * </pre>
 */
final class SnappyClaims {
    private static final int MAGIC_HEAD = 0x82534e41;
    private static final long MAGIC = 0x82534e4150505900L;
    private static final int HEADER_BYTES = 16;

    /** A block's most repetitive instruction makes 64 bytes out of 3. */
    private static final long MOST_OUT_OF_ONE = 64;

    private SnappyClaims() {}

    /**
     * Passes over data whose lengths may be right; whether it can be decompressed is not looked at.
     *
     * @throws MalformedRecordException where a length cannot be right
     */
    static void check(ByteBuffer data) throws IOException {
        ByteBuffer rest = data.duplicate();
        if (rest.remaining() < HEADER_BYTES || rest.getLong(rest.position()) != MAGIC) {
            checkBlock(rest);
            return;
        }
        while (rest.remaining() >= Integer.BYTES) {
            int length = rest.getInt(rest.position());
            if (length == MAGIC_HEAD) {
                // One stream after another.
                rest.position(Math.min(rest.limit(), rest.position() + HEADER_BYTES));
                continue;
            }
            rest.position(rest.position() + Integer.BYTES);
            if (length < 0 || length > rest.remaining()) {
                throw new MalformedRecordException(
                        "a snappy block of " + length + " bytes, where " + rest.remaining() + " are left");
            }
            ByteBuffer block = rest.duplicate();
            block.limit(block.position() + length);
            checkBlock(block);
            rest.position(block.limit());
        }
    }

    private static void checkBlock(ByteBuffer block) throws IOException {
        long most = MOST_OUT_OF_ONE * block.remaining();
        long claimed = 0;
        for (int shift = 0; shift < 35 && block.hasRemaining(); shift += 7) {
            byte next = block.get();
            claimed |= (next & 0x7fL) << shift;
            if (next >= 0) {
                break;
            }
        }
        if (claimed > most) {
            throw new MalformedRecordException(
                    "a snappy block claims to hold " + claimed + " bytes, of which it can hold " + most + " at most");
        }
    }
}
