package io.ottla.http.rest.v3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long START = -5;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final RateLimit limit = new RateLimit(10, START);

    @Test
    void letsASecondsWorthThroughAtOnceAndTheRestAsTimePasses() {
        assertThat(takenAt(START, 12)).isEqualTo(10);
        assertThat(takenAt(START + SECOND / 2, 12)).isEqualTo(5);
        assertThat(takenAt(START + SECOND * 100, 12))
                .as("quiet does not add up")
                .isEqualTo(10);
    }

    @Test
    void letsThroughWhatIsTooLargeWhichIsMissingAfterwards() {
        assertThat(limit.take(35, START)).isTrue();
        assertThat(limit.take(1, START + 2 * SECOND)).isFalse();
        assertThat(limit.take(1, START + 3 * SECOND)).isTrue();
    }

    @Test
    void takesNothingWhenItRefuses() {
        assertThat(limit.take(20, START)).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(limit.take(1_000, START)).isFalse();
        }
        assertThat(limit.take(1, START + 2 * SECOND)).isTrue();
    }

    private long takenAt(long nanos, int attempts) {
        return IntStream.range(0, attempts)
                .filter(attempt -> limit.take(1, nanos))
                .count();
    }
}
