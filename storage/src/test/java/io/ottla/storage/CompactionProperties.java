package io.ottla.storage;

import static io.ottla.storage.CompactionRig.COMPACTED;
import static io.ottla.storage.CompactionRig.put;
import static io.ottla.storage.CompactionRig.records;
import static io.ottla.storage.CompactionRig.table;
import static io.ottla.storage.Fixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.storage.CompactionRig.Kept;
import io.ottla.storage.compaction.CompactionOptions;
import io.ottla.storage.simulated.InMemoryDisk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A compacted log against the list of everything that was ever appended; {@code -Dseed=} replays one run. */
class CompactionProperties {
    private static final long HORIZON_MS = 1_000;

    static LongStream seeds() {
        String seed = System.getProperty("seed");
        return seed == null ? LongStream.range(0, 60) : LongStream.of(Long.parseLong(seed));
    }

    static LongStream fewSeeds() {
        return seeds().limit(4);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void keepsTheNewestOfEachKeyInOrderAndBringsNothingBack(long seed) {
        Random random = new Random(seed);
        int versions = 1 + random.nextInt(3);
        LogConfig config = COMPACTED.toBuilder()
                .compactionVersions(versions)
                .deleteRetentionMs(HORIZON_MS)
                .build();
        PartitionLog log = Fixture.newLog(config);
        List<Kept> model = new ArrayList<>();
        long now = NOW;
        for (int round = 0; round < 8; round++) {
            appendSome(random, log, model);
            now += random.nextInt(1_500);
            CompactionOptions options = new CompactionOptions(24L * (4 + random.nextInt(40)) * versions, 0.9, 4096);
            interfere(random, log, model, CompactionRig.ownerOf(log), log.startCompaction(now), options);

            List<Kept> left = records(log.view());
            assertThat(model).containsAll(left);
            assertThat(left).extracting(Kept::offset).isSorted().doesNotHaveDuplicates();
            assertThat(table(left)).isEqualTo(table(model));
            assertKeepsVersions(model, left, versions);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewSeeds")
    void aCrashAtAnyDiskOperationLeavesAValidLog(long seed) {
        boolean crashed = true;
        for (int operations = 0; crashed; operations++) {
            crashed = crashAfter(operations, seed);
        }
    }

    private static boolean crashAfter(int operations, long seed) {
        Random random = new Random(seed);
        boolean power = random.nextBoolean();
        LogConfig config = COMPACTED.toBuilder().deleteRetentionMs(HORIZON_MS).build();
        InMemoryDisk disk = new InMemoryDisk();
        LogDirectory directory = Fixture.directory(disk);
        PartitionLog log = Fixture.open(directory, config);
        List<Kept> model = new ArrayList<>();
        appendSome(random, log, model);
        CompactionRig.compact(log, NOW);
        appendSome(random, log, model);
        Fixture.flush(log);
        directory.checkpoint();

        disk.failAfter(operations);
        boolean crashed = false;
        try {
            CompactionRig.compact(log, NOW + HORIZON_MS);
        } catch (StorageException failure) {
            crashed = true;
        }
        if (power) {
            disk.powerGone();
        } else {
            disk.processGone();
        }

        PartitionLog recovered = Fixture.open(Fixture.directory(disk), config);
        recovered.updateHighWatermark(recovered.view().logEndOffset());
        String state = "seed " + seed + ", crash after operation " + operations;
        assertValid(state, recovered, model, log.view().logEndOffset());
        assertThat(disk.files())
                .as(state)
                .noneMatch(file ->
                        file.toString().endsWith(".cleaned") || file.toString().endsWith(".swap"));
        CompactionRig.compact(recovered, NOW + HORIZON_MS);
        assertValid(state + ", compacted again", recovered, model, log.view().logEndOffset());
        return crashed;
    }

    private static void assertValid(String state, PartitionLog log, List<Kept> model, long end) {
        List<Kept> left = records(log.view());
        assertThat(log.view().logEndOffset()).as(state).isEqualTo(end);
        assertThat(model).as(state).containsAll(left);
        assertThat(left).as(state).extracting(Kept::offset).isSorted().doesNotHaveDuplicates();
        assertThat(table(left)).as(state).isEqualTo(table(model));
    }

    /** Appends between the switches of segments, and now and then cuts the log. */
    private static void interfere(
            Random random,
            PartitionLog log,
            List<Kept> model,
            CompactionOwner owner,
            LogCompaction compaction,
            CompactionOptions options) {
        compaction.run(options, moved -> {}, new CompactionOwner() {
            @Override
            public boolean replace(CompactedSegment compacted) {
                if (random.nextInt(3) == 0) {
                    appendSome(random, log, model);
                }
                if (random.nextInt(30) == 0) {
                    cut(random, log, model);
                }
                return owner.replace(compacted);
            }

            @Override
            public void finish(LogCompaction finished, long endOffset) {
                owner.finish(finished, endOffset);
            }
        });
    }

    /** Only an undecided end may be cut: records above what compaction has looked at. */
    private static void cut(Random random, PartitionLog log, List<Kept> model) {
        LogView view = log.view();
        long from = view.segment(view.segmentCount() - 1).baseOffset();
        long offset = from + random.nextInt((int) (view.logEndOffset() - from) + 1);
        log.truncateTo(offset);
        model.removeIf(each -> each.offset() >= offset);
    }

    private static void appendSome(Random random, PartitionLog log, List<Kept> model) {
        int count = 20 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            String key = "k" + random.nextInt(12);
            String value = random.nextInt(6) == 0 ? null : "v" + random.nextInt(1_000_000);
            model.add(new Kept(log.view().logEndOffset(), key, value));
            put(log, key, value);
        }
    }

    private static void assertKeepsVersions(List<Kept> model, List<Kept> left, int versions) {
        Map<String, List<Kept>> newest = new HashMap<>();
        for (Kept record : model) {
            List<Kept> history = newest.computeIfAbsent(record.key(), unused -> new ArrayList<>());
            if (record.value() == null) {
                history.clear();
            } else {
                history.add(record);
            }
        }
        newest.values()
                .forEach(history -> assertThat(left)
                        .containsAll(history.subList(Math.max(0, history.size() - versions), history.size())));
    }
}
