package io.ottla.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.storage.simulated.InMemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An index finds what a sorted map finds, whatever is in its file and whatever waits in memory; {@code -Dseed=} replays one run. */
class SparseIndexProperties {
    static LongStream seeds() {
        String seed = System.getProperty("seed");
        return seed == null ? LongStream.range(0, 50) : LongStream.of(Long.parseLong(seed));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findsWhatASortedMapFinds(long seed) throws IOException {
        Random random = new Random(seed);
        InMemoryDisk disk = new InMemoryDisk();
        disk.createDirectories(Path.of("/i"));
        FileHandles handles = new FileHandles(disk, 10, new PageCache(1_000));
        boolean times = random.nextBoolean();
        Path file = Path.of("/i/x");
        SparseIndex index = times ? SparseIndex.ofTimes(handles, file, -1) : SparseIndex.ofOffsets(handles, file, -1);
        TreeMap<Long, Integer> model = new TreeMap<>();
        for (int step = 0; step < 3_000; step++) {
            step(random, index, model);
        }
    }

    private static void step(Random random, SparseIndex index, NavigableMap<Long, Integer> model) throws IOException {
        int choice = random.nextInt(1_000);
        if (choice < 900) {
            long key = (model.isEmpty() ? 0 : model.lastKey()) + 1 + random.nextInt(10);
            int value = (model.isEmpty() ? 0 : model.lastEntry().getValue()) + 1 + random.nextInt(10);
            index.append(key, value);
            model.put(key, value);
        } else if (choice < 950) {
            index.flush();
        } else if (choice < 953 && !model.isEmpty()) {
            int value = random.nextInt(model.lastEntry().getValue() + 2);
            index.truncateToValuesBelow(value);
            model.values().removeIf(known -> known >= value);
        } else {
            long key = random.nextLong(model.isEmpty() ? 5 : model.lastKey() + 5);
            assertThat(index.floor(index.entries(), key)).isEqualTo(entry(model.floorEntry(key)));
            assertThat(index.last(index.entries())).isEqualTo(entry(model.lastEntry()));
            assertThat(index.entries().count()).isEqualTo(model.size());
        }
    }

    private static Optional<IndexEntry> entry(Map.Entry<Long, Integer> entry) {
        return Optional.ofNullable(entry).map(known -> new IndexEntry(known.getKey(), known.getValue()));
    }
}
