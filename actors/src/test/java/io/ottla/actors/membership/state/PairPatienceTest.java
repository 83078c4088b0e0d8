package io.ottla.actors.membership.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PairPatienceTest {
    private final PairPatience patience = new PairPatience();

    @Test
    void lastsAsLongAsNobodyWaits() {
        assertThat(patience.isOver(false, 0)).isFalse();
        assertThat(patience.isOver(false, 10 * PairPatience.FIRST_MS)).isFalse();
    }

    @Test
    void isOverWhenOthersHaveWaitedAndThenLastsTwiceAsLong() {
        patience.isOver(true, 0);
        assertThat(patience.isOver(true, PairPatience.FIRST_MS - 1)).isFalse();
        assertThat(patience.isOver(true, PairPatience.FIRST_MS)).isTrue();

        long again = PairPatience.FIRST_MS + 1;
        patience.isOver(true, again);
        assertThat(patience.isOver(true, again + PairPatience.FIRST_MS)).isFalse();
        assertThat(patience.isOver(true, again + 2 * PairPatience.FIRST_MS)).isTrue();
    }

    @Test
    void beginsAnewWhenWhatWaitedIsDone() {
        patience.isOver(true, 0);
        patience.isOver(false, PairPatience.FIRST_MS - 1);
        assertThat(patience.isOver(true, PairPatience.FIRST_MS)).isFalse();
    }
}
