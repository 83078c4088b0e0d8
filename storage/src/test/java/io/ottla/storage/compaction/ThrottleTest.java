package io.ottla.storage.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final long START = 5_000_000_000L;

    private final Throttle throttle = new Throttle(1_000, START);

    @Test
    void whatWasMovedTooSoonIsWaitedFor() {
        assertThat(throttle.moved(500, START)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(throttle.moved(0, START + TimeUnit.MILLISECONDS.toNanos(200)))
                .isEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
        assertThat(throttle.moved(0, START + TimeUnit.MILLISECONDS.toNanos(500)))
                .isZero();
    }

    @Test
    void whoIsSlowerIsNotHeldBack() {
        assertThat(throttle.moved(500, START + TimeUnit.SECONDS.toNanos(2))).isZero();
    }

    @Test
    void withoutABoundNobodyWaits() {
        assertThat(new Throttle(Double.MAX_VALUE, START).moved(Long.MAX_VALUE, START))
                .isZero();
    }
}
