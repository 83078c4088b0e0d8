package io.ottla.actors.partition.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteRateTest {
    private final ByteRate rate = new ByteRate();

    @Test
    void letsBytesPassAtItsRate() {
        assertThat(rate.waitMs(1_000, 50)).isZero();

        rate.moved(500, 1_000, 50);

        assertThat(rate.waitMs(1_000, 50)).isEqualTo(500);
        assertThat(rate.waitMs(1_000, 300)).isEqualTo(250);
        assertThat(rate.waitMs(1_000, 550)).isZero();
    }

    @Test
    void timeInWhichNothingPassedIsNotSavedUp() {
        rate.moved(100, 1_000, 0);

        rate.moved(100, 1_000, 10_000);

        assertThat(rate.waitMs(1_000, 10_000)).isEqualTo(100);
    }

    @Test
    void nothingPassesAtARateOfZero() {
        rate.moved(100, 0, 0);

        assertThat(rate.waitMs(0, 100_000)).isPositive();
    }
}
