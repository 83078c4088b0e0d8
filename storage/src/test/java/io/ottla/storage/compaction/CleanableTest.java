package io.ottla.storage.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.storage.LogConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanableTest {
    private static final long NOW = 1_000_000;
    private static final List<SegmentFacts> SEALED = List.of(
            new SegmentFacts(0, 10, 100, 8, 1_000, 2_000),
            new SegmentFacts(10, 20, 200, 8, 3_000, 4_000),
            new SegmentFacts(20, 30, 300, 8, 5_000, 6_000));

    @Test
    void everythingSealedIsDirtyBeforeTheFirstCompaction() {
        Cleanable found = Cleanable.of(SEALED, 0, 30, LogConfig.DEFAULT, NOW);

        assertThat(found).isEqualTo(new Cleanable(0, 30, 0, 600, false));
        assertThat(found.isDue(LogConfig.DEFAULT)).isTrue();
    }

    @Test
    void stopsBeforeTheFirstUndecidedSegment() {
        assertThat(Cleanable.of(SEALED, 10, 29, LogConfig.DEFAULT, NOW))
                .isEqualTo(new Cleanable(10, 20, 100, 200, false));
    }

    @Test
    void aCheckpointOutsideOfTheLogStartsOver() {
        assertThat(Cleanable.of(SEALED, 31, 30, LogConfig.DEFAULT, NOW).firstDirty())
                .isZero();
        assertThat(Cleanable.of(SEALED.subList(1, 3), 5, 30, LogConfig.DEFAULT, NOW)
                        .firstDirty())
                .isEqualTo(10);
    }

    @Test
    void youngRecordsWait() {
        LogConfig config = LogConfig.builder().minCompactionLagMs(NOW - 4_000).build();
        assertThat(Cleanable.of(SEALED, 0, 30, config, NOW).endOffset()).isEqualTo(20);
    }

    @Test
    void recordsThatHaveWaitedTooLongAreDueHoweverFewTheyAre() {
        LogConfig config = LogConfig.builder()
                .minCleanableDirtyRatio(1)
                .maxCompactionLagMs(NOW - 5_001)
                .build();
        assertThat(Cleanable.of(SEALED, 20, 30, config, NOW).isDue(config)).isTrue();
        assertThat(Cleanable.of(SEALED, 20, 30, config, NOW - 1).isDue(config)).isFalse();
        assertThat(Cleanable.of(SEALED, 30, 30, config, NOW).isDue(config)).isFalse();
    }
}
