package io.ottla.storage.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyHashTest {
    /** The published test vectors for the secret 00 01 ... 0f and the inputs of 0 and 1 bytes. */
    @Test
    void isSipHash() {
        assertThat(hash(new byte[0])).isEqualTo("a3817f04ba25a8e66df67214c7550293");
        assertThat(hash(new byte[] {0})).isEqualTo("da87c1d86b99af44347659119b22fc45");
    }

    @Test
    void leavesTheKeyWhereItIs() {
        ByteBuffer key = ByteBuffer.allocate(20);
        new KeyHash(1, 2).hash(key);
        assertThat(key.remaining()).isEqualTo(20);
    }

    private static String hash(byte[] key) {
        KeyHash hash = new KeyHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        ByteBuffer both = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        both.putLong(hash.hash(ByteBuffer.wrap(key))).putLong(hash.high());
        return HexFormat.of().formatHex(both.array());
    }
}
