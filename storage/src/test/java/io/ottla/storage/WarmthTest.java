package io.ottla.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmthTest {
    private final PageCache cache = new PageCache(1_000);
    private final Warmth warmth = new Warmth(cache);

    @Test
    void whatWasThereBeforeThisProcessIsCold() {
        assertThat(warmth.covers(0, 1, 100)).isFalse();

        warmth.written(100, 200);

        assertThat(warmth.covers(99, 150, 200)).isFalse();
        assertThat(warmth.covers(100, 200, 200)).isTrue();
    }

    @Test
    void whatWasWrittenGetsColdWhenAsMuchHasPassedAsIsKept() {
        warmth.written(0, 600);
        warmth.written(600, 900);
        assertThat(warmth.covers(0, 100, 900)).isTrue();

        cache.passed(200);

        assertThat(warmth.covers(0, 100, 900)).isFalse();
        assertThat(warmth.covers(600, 900, 900)).isTrue();
    }

    @Test
    void whatWasReadIsWarmUntilSomethingElseIsReadOrTooMuchHasPassed() {
        warmth.read(3_000, 3_500);
        assertThat(warmth.covers(3_000, 3_500, 9_000)).isTrue();
        assertThat(warmth.covers(3_100, 3_200, 9_000)).isTrue();
        assertThat(warmth.covers(3_100, 3_501, 9_000)).isFalse();
        assertThat(warmth.covers(2_999, 3_500, 9_000)).isFalse();

        cache.passed(1_001);

        assertThat(warmth.covers(3_000, 3_500, 9_000)).isFalse();
    }

    @Test
    void aWriteAfterATruncationBelowWhereThisProcessBeganIsWarm() {
        warmth.written(500, 600);

        warmth.written(300, 400);

        assertThat(warmth.covers(300, 400, 400)).isTrue();
    }

    @Test
    void positionsUpToTheLargestSegmentAreTold() {
        int end = Integer.MAX_VALUE;
        warmth.read(end - 10, end);

        assertThat(warmth.covers(end - 10, end, end)).isTrue();
        assertThat(warmth.covers(end - 11, end, end)).isFalse();
    }
}
