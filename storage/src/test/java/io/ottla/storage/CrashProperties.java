package io.ottla.storage;

import static io.ottla.storage.Fixture.append;
import static io.ottla.storage.Fixture.batch;
import static io.ottla.storage.Fixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.storage.simulated.InMemoryDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** After a crash a log holds a prefix of what was written, and all of it up to the last flush; {@code -Dseed=} replays one run. */
class CrashProperties {
    private static final LogConfig CONFIG = LogConfig.builder()
            .segmentBytes(1_000)
            .indexIntervalBytes(150)
            .fileDeleteDelayMs(0)
            .build();

    static LongStream seeds() {
        String seed = System.getProperty("seed");
        return seed == null ? LongStream.range(0, 100) : LongStream.of(Long.parseLong(seed));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aPowerFailureTakesNothingThatWasFlushed(long seed) {
        Random random = new Random(seed);
        InMemoryDisk disk = new InMemoryDisk();
        List<String> model = new ArrayList<>();
        for (int life = 0; life < 5; life++) {
            LogDirectory directory = Fixture.directory(disk);
            PartitionLog log = Fixture.open(directory, CONFIG);
            List<String> found = read(log.view(), 0);
            assertThat(found).isEqualTo(model.subList(0, found.size()));
            model = new ArrayList<>(found);
            int flushed = live(random, directory, log, model);
            if (random.nextInt(4) == 0) {
                directory.close();
                flushed = model.size();
            }
            if (random.nextBoolean()) {
                disk.powerGone(random);
            } else {
                disk.powerGone();
            }
            List<String> left = reopened(disk);
            assertThat(left.size()).isGreaterThanOrEqualTo(flushed);
            assertThat(left).isEqualTo(model.subList(0, left.size()));
            disk.processGone();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theEndOfTheProcessTakesNothing(long seed) {
        Random random = new Random(seed);
        InMemoryDisk disk = new InMemoryDisk();
        List<String> model = new ArrayList<>();
        for (int life = 0; life < 5; life++) {
            LogDirectory directory = Fixture.directory(disk);
            live(random, directory, Fixture.open(directory, CONFIG), model);
            disk.processGone();
            assertThat(reopened(disk)).isEqualTo(model);
            disk.processGone();
        }
    }

    /** Returns how many records are on disk for sure. */
    private static int live(Random random, LogDirectory directory, PartitionLog log, List<String> model) {
        int flushed = 0;
        int steps = random.nextInt(60);
        for (int step = 0; step < steps; step++) {
            if (random.nextInt(10) > 0) {
                String value = "v" + random.nextInt(1_000_000);
                model.add(log.view().logEndOffset() + "=" + value);
                append(log, batch(value));
            } else {
                Fixture.flush(log);
                flushed = model.size();
            }
            if (random.nextInt(15) == 0) {
                directory.checkpoint();
            }
        }
        return flushed;
    }

    private static List<String> reopened(InMemoryDisk disk) {
        return read(Fixture.open(Fixture.directory(disk), CONFIG).view(), 0);
    }
}
