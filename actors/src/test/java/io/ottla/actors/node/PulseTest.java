package io.ottla.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();
    private final Pulse pulse = new Pulse(nanos::get, unused -> asked.incrementAndGet());

    @Test
    void aNodeThatRunsServes() {
        for (int i = 0; i < 100; i++) {
            pass(300);
            pulse.beat();
            assertThat(pulse.lives()).isTrue();
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void aNodeThatStoodStillAsksBeforeItServes() {
        pass(1_100);

        assertThat(pulse.lives()).isFalse();
        pulse.whenItLives(served::incrementAndGet);
        assertThat(asked).hasValue(1);
        assertThat(served).hasValue(0);

        pulse.confirmed();
        assertThat(served).hasValue(1);
        assertThat(pulse.lives()).isTrue();
    }

    @Test
    void theTimerNoticesItToo() {
        pass(1_100);
        pulse.beat();

        assertThat(pulse.lives()).isFalse();
        assertThat(asked).hasValue(1);
    }

    @Test
    void itServesAfterASecondWithoutAnAnswer() {
        pass(5_000);
        assertThat(pulse.lives()).isFalse();
        pulse.whenItLives(served::incrementAndGet);

        pass(500);
        pulse.beat();
        assertThat(pulse.lives()).isFalse();
        pass(500);
        pulse.beat();

        assertThat(pulse.lives()).isTrue();
        assertThat(served).hasValue(1);
        assertThat(asked).hasValue(1);
    }

    @Test
    void whoComesWhenItServesDoesNotWait() {
        pulse.whenItLives(served::incrementAndGet);

        assertThat(served).hasValue(1);
    }

    private void pass(long ms) {
        nanos.addAndGet(ms * 1_000_000);
    }
}
