package io.ottla.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaderEpochsTest {
    private final LeaderEpochs epochs =
            LeaderEpochs.EMPTY.assign(2, 10).assign(5, 20).assign(7, 30);

    @Test
    void answersWhereAnEpochEnds() {
        assertThat(epochs.endOffsetFor(7, 42)).isEqualTo(new EpochEndOffset(7, 42));
        assertThat(epochs.endOffsetFor(6, 42)).isEqualTo(new EpochEndOffset(5, 30));
        assertThat(epochs.endOffsetFor(5, 42)).isEqualTo(new EpochEndOffset(5, 30));
        assertThat(epochs.endOffsetFor(2, 42)).isEqualTo(new EpochEndOffset(2, 20));
        assertThat(epochs.endOffsetFor(1, 42)).isEqualTo(new EpochEndOffset(1, 10));
        assertThat(epochs.endOffsetFor(8, 42)).isEqualTo(EpochEndOffset.UNKNOWN);
        assertThat(epochs.endOffsetFor(-1, 42)).isEqualTo(EpochEndOffset.UNKNOWN);
        assertThat(LeaderEpochs.EMPTY.endOffsetFor(0, 42)).isEqualTo(EpochEndOffset.UNKNOWN);
    }

    @Test
    void tellsTheEpochOfAnOffset() {
        assertThat(epochs.epochOf(9)).isEmpty();
        assertThat(epochs.epochOf(10)).hasValue(2);
        assertThat(epochs.epochOf(29)).hasValue(5);
        assertThat(epochs.epochOf(99)).hasValue(7);
    }

    @Test
    void keepsAnEpochThatIsKnownAlready() {
        assertThat(epochs.assign(7, 35)).isSameAs(epochs);
    }

    /** A leader was superseded before it wrote anything, and now follows one that has more of the epoch before. */
    @Test
    void anEmptyEpochGoesAndTheOneBeforeKeepsItsStart() {
        assertThat(epochs.assign(5, 30)).hasToString("[2@10, 5@20]");
        assertThat(epochs.assign(6, 30)).hasToString("[2@10, 5@20, 6@30]");
    }

    @Test
    void dropsWhatContradictsANewEntry() {
        assertThat(epochs.assign(6, 25)).hasToString("[2@10, 5@20, 6@25]");
        assertThat(epochs.assign(8, 15)).hasToString("[2@10, 8@15]");
    }

    @Test
    void truncatesFromBothEnds() {
        assertThat(epochs.truncateFromEnd(30)).hasToString("[2@10, 5@20]");
        assertThat(epochs.truncateFromEnd(31)).isSameAs(epochs);
        assertThat(epochs.truncateFromStart(25)).hasToString("[5@25, 7@30]");
        assertThat(epochs.truncateFromStart(30)).hasToString("[7@30]");
        assertThat(epochs.truncateFromStart(5)).isSameAs(epochs);
    }
}
