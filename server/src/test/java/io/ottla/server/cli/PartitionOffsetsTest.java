package io.ottla.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionOffsetsTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final PartitionOffsets OFFSETS = new PartitionOffsets(PARTITION, 50L, 10, 100);
    private static final PartitionOffsets NEVER_COMMITTED = new PartitionOffsets(PARTITION, null, 10, 100);

    @Test
    void movesToTheEnds() {
        assertThat(OFFSETS.moved(new ResetTarget.Earliest(), -1)).isEqualTo(10);
        assertThat(OFFSETS.moved(new ResetTarget.Latest(), -1)).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"42, 42", "0, 10", "10, 10", "100, 100", "1000, 100"})
    void movesToAnOffsetOrTheNearestThatExists(long wanted, long moved) {
        assertThat(OFFSETS.moved(new ResetTarget.ToOffset(wanted), -1)).isEqualTo(moved);
    }

    @ParameterizedTest
    @CsvSource({"1, 51", "-1, 49", "0, 50", "1000, 100", "-1000, 10"})
    void shiftsWhatIsCommitted(long records, long moved) {
        assertThat(OFFSETS.moved(new ResetTarget.ShiftBy(records), -1)).isEqualTo(moved);
    }

    @Test
    void shiftsByMoreThanALongHolds() {
        assertThat(OFFSETS.moved(new ResetTarget.ShiftBy(Long.MAX_VALUE), -1)).isEqualTo(100);
        assertThat(OFFSETS.moved(new ResetTarget.ShiftBy(Long.MIN_VALUE), -1)).isEqualTo(10);
    }

    @Test
    void cannotShiftWhatWasNeverCommitted() {
        assertThatThrownBy(() -> NEVER_COMMITTED.moved(new ResetTarget.ShiftBy(1), -1))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("t-0");
    }

    @Test
    void movesToATimeOrToTheEndIfAllRecordsAreOlder() {
        ResetTarget target = new ResetTarget.ToTime(Instant.EPOCH);

        assertThat(NEVER_COMMITTED.moved(target, 70)).isEqualTo(70);
        assertThat(NEVER_COMMITTED.moved(target, -1)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverLeavesTheLog(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1_000; i++) {
            long earliest = random.nextLong(Long.MAX_VALUE / 2);
            long latest = earliest + random.nextLong(1_000);
            PartitionOffsets offsets =
                    new PartitionOffsets(PARTITION, random.nextLong(Long.MAX_VALUE), earliest, latest);
            ResetTarget target = random.nextBoolean()
                    ? new ResetTarget.ShiftBy(random.nextLong())
                    : new ResetTarget.ToOffset(random.nextLong(Long.MAX_VALUE));

            assertThat(offsets.moved(target, -1))
                    .as("seed %d: %s of %s", seed, target, offsets)
                    .isBetween(earliest, latest);
        }
    }
}
