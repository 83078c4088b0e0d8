package io.ottla.storage;

import static io.ottla.storage.Fixture.NOW;
import static io.ottla.storage.Fixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.storage.simulated.InMemoryDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A log behaves as a list of records, whatever happens to it; {@code -Dseed=} replays one run. */
class PartitionLogProperties {
    private static final LogConfig CONFIG = LogConfig.builder()
            .segmentBytes(1_500)
            .indexIntervalBytes(150)
            .fileDeleteDelayMs(0)
            .build();

    static LongStream seeds() {
        String seed = System.getProperty("seed");
        return seed == null ? LongStream.range(0, 60) : LongStream.of(Long.parseLong(seed));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void behavesAsAListOfRecords(long seed) {
        Random random = new Random(seed);
        InMemoryDisk disk = new InMemoryDisk();
        if (random.nextBoolean()) {
            disk.setMaxBytesPerWrite(1 + random.nextInt(200));
        }
        Run run = new Run(random, disk);
        for (int step = 0; step < 150; step++) {
            run.step();
            run.check();
        }
    }

    /** One log and the list it should be equal to. */
    private static final class Run {
        private final Random random;
        private final InMemoryDisk disk;
        private LogDirectory directory;
        private PartitionLog log;
        private final List<String> model = new ArrayList<>();
        private final List<Long> batchStarts = new ArrayList<>();
        private final List<LogView> oldViews = new ArrayList<>();
        private long start;
        private long end;
        private int written;

        Run(Random random, InMemoryDisk disk) {
            this.random = random;
            this.disk = disk;
            this.directory = Fixture.directory(disk);
            this.log = Fixture.open(directory, CONFIG);
        }

        void step() {
            int choice = random.nextInt(100);
            if (choice < 70) {
                append();
            } else if (choice < 76) {
                truncate();
            } else if (choice < 80) {
                reopenCleanly();
            } else if (choice < 84) {
                crashProcess();
            } else if (choice < 90) {
                advanceStart();
            } else if (choice < 94) {
                Fixture.flush(log);
                directory.checkpoint();
            } else if (choice < 98) {
                log.rollIfDue(NOW + 10 * CONFIG.segmentMs());
            } else {
                log.truncateFullyAndStartAt(end + random.nextInt(20));
                model.clear();
                batchStarts.clear();
                start = log.view().logEndOffset();
                end = start;
            }
            if (random.nextInt(5) == 0) {
                log.updateHighWatermark(start + random.nextLong(end - start + 1));
            }
        }

        private void append() {
            int count = 1 + random.nextInt(4);
            SimpleRecord[] records = IntStream.range(0, count)
                    .mapToObj(i -> Fixture.record("r" + (written + i) + "x".repeat(random.nextInt(60))))
                    .toArray(SimpleRecord[]::new);
            written += count;
            CompressionType type = CompressionType.forId(random.nextInt(5));
            MemoryRecords batch = MemoryRecords.withRecords(Compression.of(type).build(), records);
            AppendResult.Appended appended = Fixture.append(log, batch);
            assertThat(appended.baseOffset()).isEqualTo(end);
            batchStarts.add(end);
            for (SimpleRecord record : records) {
                model.add(end + "=" + Fixture.text(record.value()));
                end++;
            }
            assertThat(appended.lastOffset()).isEqualTo(end - 1);
        }

        private void truncate() {
            long offset = start + random.nextLong(end - start + 1);
            log.truncateTo(offset);
            if (offset < end) {
                long cut = batchStarts.stream()
                        .filter(base -> base <= offset)
                        .reduce((a, b) -> b)
                        .orElse(offset);
                cutModel(cut);
            }
        }

        private void cutModel(long newEnd) {
            long actual = log.view().logEndOffset();
            // A batch that reaches below the log's start goes as a whole, too: the start then moves back with the end.
            assertThat(actual).isEqualTo(newEnd);
            end = newEnd;
            start = Math.min(start, end);
            model.removeIf(entry -> offsetOf(entry) >= newEnd);
            batchStarts.removeIf(base -> base >= newEnd);
        }

        private void advanceStart() {
            log.updateHighWatermark(end);
            long offset = start + random.nextLong(end - start + 1);
            log.advanceLogStart(offset);
            start = Math.max(start, offset);
            log.deleteExpired(NOW).forEach(Deletion::run);
            model.removeIf(entry -> offsetOf(entry) < start);
        }

        private void reopenCleanly() {
            directory.close();
            oldViews.clear();
            directory = Fixture.directory(disk);
            log = Fixture.open(directory, CONFIG);
        }

        private void crashProcess() {
            directory.checkpoint();
            disk.processGone();
            oldViews.clear();
            directory = Fixture.directory(disk);
            log = Fixture.open(directory, CONFIG);
        }

        void check() {
            LogView view = log.view();
            assertThat(view.logStartOffset()).isEqualTo(start);
            assertThat(view.logEndOffset()).isEqualTo(end);
            assertThat(read(view, start)).isEqualTo(model);
            long from = start + random.nextLong(end - start + 1);
            assertThat(read(view, from))
                    .isEqualTo(model.stream()
                            .filter(entry -> offsetOf(entry) >= from)
                            .toList());
            checkOldViews(view);
        }

        /** A view never shows anything but what was in the log when it was made. */
        private void checkOldViews(LogView view) {
            oldViews.add(view);
            LogView old = oldViews.get(random.nextInt(oldViews.size()));
            if (old.truncations() == view.truncations() && old.logStartOffset() == start) {
                assertThat(read(old, start))
                        .isEqualTo(model.stream()
                                .filter(entry -> offsetOf(entry) < old.logEndOffset())
                                .toList());
            }
        }

        private static long offsetOf(String entry) {
            return Long.parseLong(entry.substring(0, entry.indexOf('=')));
        }
    }
}
