package io.ottla.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpeningProgressTest {
    private static final long BEGIN = 1_000_000;

    private final OpeningProgress progress = new OpeningProgress();

    @BeforeEach
    void begin() {
        progress.began(BEGIN);
    }

    @Test
    void tellsNothingOfLogsThatAreOpenInAMoment() {
        assertThat(progress.opened(1, BEGIN + 10)).isEmpty();
        assertThat(progress.opened(0, BEGIN + 20)).isEmpty();
    }

    @Test
    void tellsHowFarItIsEveryFewSecondsAndWhenItIsDone() {
        assertThat(progress.opened(3, BEGIN + 4_999)).isEmpty();
        assertThat(progress.opened(2, BEGIN + 5_000)).contains("opened 2 of 4 logs after 5.0 s");
        assertThat(progress.opened(1, BEGIN + 9_999)).isEmpty();
        assertThat(progress.opened(0, BEGIN + 10_500)).contains("opened 4 of 4 logs after 10.5 s");
    }

    @Test
    void countsAnewWhenLogsAreOpenedLater() {
        progress.opened(0, BEGIN + 10);
        progress.began(BEGIN + 60_000);

        assertThat(progress.opened(0, BEGIN + 60_001)).isEmpty();
        progress.began(BEGIN + 70_000);
        assertThat(progress.opened(1, BEGIN + 75_000)).contains("opened 1 of 2 logs after 5.0 s");
    }
}
