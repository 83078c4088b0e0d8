package io.ottla.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final long NOW = 100_000;
    private static final LogConfig KEEP =
            LogConfig.builder().retentionMs(-1).retentionBytes(-1).build();
    private static final List<Retention.Candidate> SEGMENTS = List.of(
            new Retention.Candidate(100, 10, 1_000),
            new Retention.Candidate(100, 20, 50_000),
            new Retention.Candidate(100, 30, 90_000),
            new Retention.Candidate(50, 40, 99_000));

    @Test
    void keepsEverythingWithoutLimits() {
        assertThat(expired(KEEP, 0, 40)).isZero();
    }

    @Test
    void expiresByTheNewestRecordOfASegment() {
        assertThat(expired(KEEP.toBuilder().retentionMs(60_000).build(), 0, 40)).isEqualTo(1);
        assertThat(expired(KEEP.toBuilder().retentionMs(9_999).build(), 0, 40)).isEqualTo(3);
        assertThat(expired(KEEP.toBuilder().retentionMs(0).build(), 0, 40)).isEqualTo(4);
    }

    @Test
    void expiresWhatIsTooMuchAsAWholeSegmentOnly() {
        assertThat(expired(KEEP.toBuilder().retentionBytes(250).build(), 0, 40)).isEqualTo(1);
        assertThat(expired(KEEP.toBuilder().retentionBytes(251).build(), 0, 40)).isZero();
        assertThat(expired(KEEP.toBuilder().retentionBytes(50).build(), 0, 40)).isEqualTo(3);
    }

    @Test
    void expiresWhatIsBelowTheLogStart() {
        assertThat(expired(KEEP, 25, 40)).isEqualTo(2);
    }

    @Test
    void stopsAtTheHighWatermark() {
        assertThat(expired(KEEP.toBuilder().retentionMs(0).build(), 0, 29)).isEqualTo(2);
    }

    @Test
    void aCompactedLogOnlyLosesWhatIsBelowItsStart() {
        LogConfig compacted = KEEP.toBuilder()
                .cleanupPolicy(Set.of(CleanupPolicy.COMPACT))
                .retentionMs(0)
                .retentionBytes(0)
                .build();

        assertThat(expired(compacted, 0, 40)).isZero();
        assertThat(expired(compacted, 10, 40)).isEqualTo(1);
    }

    private static int expired(LogConfig config, long logStart, long highWatermark) {
        return Retention.expired(SEGMENTS, config, logStart, highWatermark, NOW);
    }
}
