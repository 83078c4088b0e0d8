package io.ottla.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestMemoryTest {
    private final RequestMemory memory = new RequestMemory(100);
    private final AtomicInteger woken = new AtomicInteger();

    @Test
    void isExhaustedAtItsLimitAndOverdrawnAtTwice() {
        memory.hold(100);
        assertThat(memory.exhausted()).isTrue();
        assertThat(memory.overdrawn()).isFalse();

        memory.hold(100);
        assertThat(memory.overdrawn()).isTrue();
    }

    @Test
    void wakesThoseWhoWaitOnceItIsBelowTheLimit() {
        memory.hold(150);
        memory.awaitRelease(woken::incrementAndGet);

        memory.release(40);
        assertThat(woken).hasValue(0);

        memory.release(20);
        assertThat(woken).hasValue(1);
    }

    @Test
    void wakesAtOnceWhenThereIsMemoryAlready() {
        memory.awaitRelease(woken::incrementAndGet);

        assertThat(woken).hasValue(1);
    }

    @Test
    void noticesThatMoreIsReleasedThanWasHeld() {
        memory.hold(10);

        assertThatThrownBy(() -> memory.release(11)).isInstanceOf(IllegalStateException.class);
    }
}
