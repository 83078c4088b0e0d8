package io.ottla.storage.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The key map against lists of offsets; {@code -Dseed=} replays one run. */
class OffsetMapProperties {
    static LongStream seeds() {
        String seed = System.getProperty("seed");
        return seed == null ? LongStream.range(0, 100) : LongStream.of(Long.parseLong(seed));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void knowsFromWhereOnEachKeyIsKept(long seed) {
        Random random = new Random(seed);
        int versions = 1 + random.nextInt(4);
        OffsetMap map = OffsetMap.create(2_000, 0.8, versions, 1_000, random);
        Map<Integer, List<Long>> model = new HashMap<>();
        Map<Integer, Long> deletedAt = new HashMap<>();
        for (long offset = 0; offset < 300; offset++) {
            int key = random.nextInt(60);
            boolean tombstone = random.nextInt(5) == 0;
            boolean fits = map.put(bytes(key), offset, tombstone);
            assertThat(fits).isEqualTo(model.containsKey(key) || model.size() < map.maxKeys());
            if (fits) {
                model.computeIfAbsent(key, unused -> new ArrayList<>()).add(offset);
                if (tombstone) {
                    deletedAt.put(key, offset);
                }
            }
        }
        for (int key = 0; key < 60; key++) {
            assertThat(map.firstKept(bytes(key)))
                    .as("key %d", key)
                    .isEqualTo(expected(model.get(key), versions, deletedAt.getOrDefault(key, -1L)));
        }
    }

    private static long expected(List<Long> offsets, int versions, long deletedAt) {
        if (offsets == null) {
            return OffsetMap.UNKNOWN;
        }
        long oldest = offsets.size() < versions ? -1 : offsets.get(offsets.size() - versions);
        return Math.max(oldest, deletedAt);
    }

    private static ByteBuffer bytes(int key) {
        return ByteBuffer.allocate(4).putInt(0, key);
    }
}
