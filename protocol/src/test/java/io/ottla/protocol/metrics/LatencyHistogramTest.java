package io.ottla.protocol.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LatencyHistogramTest {
    private final LatencyHistogram histogram = new LatencyHistogram();

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void givesQuantilesThatAreAtMostAnEighthTooHigh(long seed) {
        Random random = new Random(seed);
        long[] micros = random.longs(1 + random.nextInt(1000), 0, 1L << (1 + random.nextInt(29)))
                .toArray();
        Arrays.stream(micros).forEach(each -> histogram.record(TimeUnit.MICROSECONDS.toNanos(each)));
        Arrays.sort(micros);

        for (double fraction : new double[] {0.01, 0.5, 0.9, 0.99, 1.0}) {
            long exact = micros[(int) Math.ceil(fraction * micros.length) - 1];
            assertThat(histogram.quantileMicros(fraction)).isBetween(exact, exact + exact / 8 + 1);
        }
        assertThat(histogram.count()).isEqualTo(micros.length);
    }

    @Test
    void countsWhatIsBeyondItsRangeAsItsLongest() {
        histogram.record(Long.MAX_VALUE);

        assertThat(histogram.count()).isEqualTo(1);
        assertThat(histogram.quantileMicros(1)).isGreaterThan(TimeUnit.MINUTES.toMicros(10));
    }

    @Test
    void isZeroWithoutAnyDuration() {
        assertThat(histogram.quantileMicros(0.5)).isZero();
    }
}
