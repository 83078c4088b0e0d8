package io.ottla.actors.partition.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.partition.state.FollowerState.Remedy;
import io.ottla.storage.EpochEndOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FollowerStateTest {

    @Test
    void cutsWhatTheLeaderNeverHadOfTheLastEpoch() {
        ModelLog follower = ModelLog.of(1, 1, 2, 2, 2);

        assertThat(FollowerState.onDivergence(follower, new EpochEndOffset(2, 3)))
                .isEqualTo(new Remedy.CutTo(3));
    }

    @Test
    void cutsAnEpochThatTheLeaderNeverHad() {
        ModelLog follower = ModelLog.of(1, 1, 2, 2, 2);

        assertThat(FollowerState.onDivergence(follower, new EpochEndOffset(1, 4)))
                .isEqualTo(new Remedy.CutTo(2));
    }

    @Test
    void startsAnewBehindAGap() {
        assertThat(FollowerState.onOutOfRange(ModelLog.of(1, 1), 7, 9)).isEqualTo(new Remedy.RestartAt(7));
    }

    @Test
    void cutsWhatLiesBehindTheLeadersEnd() {
        assertThat(FollowerState.onOutOfRange(ModelLog.of(1, 1, 1), 0, 2)).isEqualTo(new Remedy.CutTo(2));
    }

    @Test
    void leavesALogAloneThatIsWithinTheLeaders() {
        assertThat(FollowerState.onOutOfRange(ModelLog.of(1, 1), 0, 5)).isEqualTo(new Remedy.Nothing());
    }

    /** Two logs that share a beginning: after at most one round for each epoch the follower has what they share, and no more. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void endsWithWhatBothLogsHaveWhateverTheyWere(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Integer> shared = epochs(random, 0, random.nextInt(6));
            int last = shared.isEmpty() ? 0 : shared.get(shared.size() - 1);
            // Whoever parts, parts by an epoch of its own: one leader never writes two histories in one epoch.
            ModelLog leader = new ModelLog(shared, epochs(random, last + 1, random.nextInt(6)), 0);
            ModelLog follower = new ModelLog(shared, epochs(random, last + 1, random.nextInt(6)), 1);

            int rounds = 0;
            EpochEndOffset diverging;
            while ((diverging = leader.divergingFrom(follower)) != null) {
                Remedy remedy = FollowerState.onDivergence(follower, diverging);
                assertThat(remedy).as("seed %d: %s", seed, follower.epochs).isNotInstanceOf(Remedy.Nothing.class);
                follower.apply(remedy);
                rounds++;
                assertThat(rounds).as("seed %d", seed).isLessThan(20);
            }

            assertThat(follower.epochs)
                    .as("seed %d: leader %s", seed, leader.epochs)
                    .isEqualTo(leader.epochs.subList(0, follower.epochs.size()));
            assertThat(follower.epochs.size()).as("seed %d", seed).isGreaterThanOrEqualTo(shared.size());
        }
    }

    private static List<Integer> epochs(Random random, int first, int count) {
        List<Integer> result = new ArrayList<>();
        int epoch = first;
        for (int i = 0; i < count; i++) {
            epoch += random.nextInt(2);
            result.add(epoch);
        }
        return result;
    }

    /** A log as the epochs of its records. */
    private static final class ModelLog implements FollowerState.OwnLog {
        private final List<Integer> epochs = new ArrayList<>();

        ModelLog(List<Integer> shared, List<Integer> own, int parity) {
            epochs.addAll(shared);
            // Odd epochs for one side, even ones for the other.
            own.forEach(epoch -> epochs.add(epoch * 2 + parity));
        }

        static ModelLog of(Integer... epochs) {
            return new ModelLog(List.of(epochs), List.of(), 0);
        }

        @Override
        public long startOffset() {
            return 0;
        }

        @Override
        public long endOffset() {
            return epochs.size();
        }

        @Override
        public int lastEpoch() {
            return epochs.isEmpty() ? -1 : epochs.get(epochs.size() - 1);
        }

        @Override
        public EpochEndOffset endOf(int epoch) {
            int end = 0;
            while (end < epochs.size() && epochs.get(end) <= epoch) {
                end++;
            }
            return new EpochEndOffset(end == 0 ? epoch : epochs.get(end - 1), end);
        }

        /** What this log's leader answers to the other's fetch. */
        @Nullable
        EpochEndOffset divergingFrom(ModelLog other) {
            if (other.lastEpoch() < 0) {
                return null;
            }
            EpochEndOffset end = endOf(other.lastEpoch());
            return end.epoch() < other.lastEpoch() || end.endOffset() < other.endOffset() ? end : null;
        }

        void apply(Remedy remedy) {
            int keep = remedy instanceof Remedy.CutTo cut ? (int) cut.offset() : 0;
            epochs.subList(keep, epochs.size()).clear();
        }
    }
}
