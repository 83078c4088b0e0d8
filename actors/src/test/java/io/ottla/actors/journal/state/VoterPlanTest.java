package io.ottla.actors.journal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.remote.NodeAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule Q6: who should vote. */
class VoterPlanTest {
    private static final long REPLACE_AFTER_MS = 600_000;
    private static final VoterPlan PLAN = new VoterPlan(3, REPLACE_AFTER_MS, new UUID(0, 1));

    @Test
    void oneVoterIsEnoughForTwoBrokers() {
        assertThat(next(voters(1), brokers(1, 2))).isEmpty();
    }

    @Test
    void growsToThreeOneByOne() {
        assertThat(next(voters(1), brokers(1, 2, 3))).contains(new VoterPlan.Learn(voter(2)));
        assertThat(next(voters(1, 2), brokers(1, 2, 3))).contains(new VoterPlan.Learn(voter(3)));
        assertThat(next(voters(1, 2, 3), brokers(1, 2, 3, 4, 5))).isEmpty();
    }

    @Test
    void growsToFiveWhereThatIsConfigured() {
        VoterPlan five = new VoterPlan(5, REPLACE_AFTER_MS, new UUID(0, 1));
        assertThat(five.next(voters(1, 2, 3), brokers(1, 2, 3, 4, 5), Set.of(), Set.of()))
                .contains(new VoterPlan.Learn(voter(4)));
    }

    @Test
    void neverShrinksBecauseBrokersHaveYetToRegister() {
        assertThat(next(voters(1, 2, 3), brokers(1))).isEmpty();
        assertThat(next(voters(1, 2, 3), List.of(standing(1, 0), standing(2, 5_000), standing(3, 5_000))))
                .isEmpty();
    }

    @Test
    void replacesAVoterThatHasBeenGoneForLong() {
        List<VoterPlan.Standing> brokers =
                List.of(standing(1, 0), standing(2, REPLACE_AFTER_MS), standing(3, 0), standing(4, 0));

        assertThat(next(voters(1, 2, 3), brokers)).contains(new VoterPlan.Learn(voter(4)));
        assertThat(next(voters(1, 2, 3, 4), brokers)).contains(new VoterPlan.Change(voters(1, 3, 4)));
    }

    @Test
    void keepsAVoterThatIsGoneWhenNobodyCanReplaceIt() {
        assertThat(next(voters(1, 2, 3), List.of(standing(1, 0), standing(2, REPLACE_AFTER_MS), standing(3, 0))))
                .isEmpty();
    }

    @Test
    void aLostFolderIsReplacedByItsNodesNewOneAtOnce() {
        VoterAt renewed = new VoterAt(3, new UUID(9, 3), voter(3).address());
        List<VoterPlan.Standing> brokers = new ArrayList<>(brokers(1, 2, 4));
        brokers.add(new VoterPlan.Standing(new VoterCandidate(3, renewed.directoryId(), renewed.address(), true), 0));

        assertThat(next(voters(1, 2, 3), brokers)).contains(new VoterPlan.Learn(renewed));
        assertThat(next(List.of(voter(1), voter(2), voter(3), renewed), brokers))
                .contains(new VoterPlan.Change(List.of(voter(1), voter(2), renewed)));
    }

    @Test
    void aDecommissionedVoterIsReplacedFirstIfItCanBe() {
        assertThat(PLAN.next(voters(1, 2, 3), brokers(1, 2, 3, 4), Set.of(2), Set.of()))
                .contains(new VoterPlan.Learn(voter(4)));
        assertThat(PLAN.next(voters(1, 2, 3), brokers(1, 2, 3), Set.of(2), Set.of()))
                .contains(new VoterPlan.Change(voters(1, 3)));
        assertThat(PLAN.next(voters(1, 3), brokers(1, 2, 3), Set.of(2), Set.of()))
                .as("two voters are no safer than one")
                .contains(new VoterPlan.Change(voters(1)));
    }

    @Test
    void followsAVoterToItsNewAddress() {
        VoterAt moved = new VoterAt(2, new UUID(0, 2), new NodeAddress("elsewhere", 2));
        List<VoterPlan.Standing> brokers = List.of(
                standing(1, 0),
                new VoterPlan.Standing(new VoterCandidate(2, moved.directoryId(), moved.address(), true), 0),
                standing(3, 0));

        assertThat(next(voters(1, 2, 3), brokers)).contains(new VoterPlan.Change(List.of(voter(1), moved, voter(3))));
    }

    @Test
    void passesOverABrokerThatCouldNotBeFed() {
        assertThat(PLAN.next(voters(1), brokers(1, 2, 3), Set.of(), Set.of(new UUID(0, 2))))
                .contains(new VoterPlan.Learn(voter(3)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyPathEndsAndChangesOneVoterAtATime(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            List<VoterAt> voters = new ArrayList<>(voters(1));
            List<VoterPlan.Standing> brokers = new ArrayList<>();
            for (int id = 1; id <= 1 + random.nextInt(6); id++) {
                brokers.add(standing(id, random.nextInt(3) == 0 && id > 1 ? REPLACE_AFTER_MS : 0));
                if (id > 1 && random.nextBoolean()) {
                    voters.add(voter(id));
                }
            }
            Set<Integer> decommissioned = random.nextBoolean() ? Set.of() : Set.of(1 + random.nextInt(6));
            int steps = 0;
            Optional<VoterPlan.Step> step = PLAN.next(voters, brokers, decommissioned, Set.of());
            while (step.isPresent()) {
                List<VoterAt> before = List.copyOf(voters);
                if (step.get() instanceof VoterPlan.Learn learn) {
                    voters.add(learn.learner());
                } else {
                    voters = new ArrayList<>(((VoterPlan.Change) step.get()).voters());
                }
                assertThat(Math.abs(voters.size() - before.size()))
                        .as("seed %d: from %s to %s", seed, before, voters)
                        .isEqualTo(1);
                assertThat(voters).as("seed %d", seed).isNotEmpty();
                assertThat(++steps).as("seed %d: steps", seed).isLessThan(20);
                step = PLAN.next(voters, brokers, decommissioned, Set.of());
            }
        }
    }

    private static Optional<VoterPlan.Step> next(List<VoterAt> voters, List<VoterPlan.Standing> brokers) {
        return PLAN.next(voters, brokers, Set.of(), Set.of());
    }

    private static VoterAt voter(int id) {
        return new VoterAt(id, new UUID(0, id), new NodeAddress("node", id));
    }

    private static List<VoterAt> voters(int... ids) {
        return Arrays.stream(ids).mapToObj(VoterPlanTest::voter).toList();
    }

    private static List<VoterPlan.Standing> brokers(int... ids) {
        return Arrays.stream(ids).mapToObj(id -> standing(id, 0)).toList();
    }

    private static VoterPlan.Standing standing(int id, long goneMs) {
        VoterAt voter = voter(id);
        return new VoterPlan.Standing(
                new VoterCandidate(id, voter.directoryId(), voter.address(), goneMs == 0), goneMs);
    }
}
