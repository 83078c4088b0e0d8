package io.ottla.actors.partition.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.partition.Images;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class LeaderStateTest {
    private static final long MAX_LAG_MS = 30_000;
    private static final List<Integer> ALL = List.of(1, 2, 3);

    private final Set<Integer> fenced = new HashSet<>();
    private long nowMs = 1_000;

    @Test
    void theWatermarkIsTheLowestEndInTheIsr() {
        LeaderState leader = elected(ALL, 1, 0);
        leader.appended(10, 10, nowMs);
        assertThat(leader.highWatermark()).isZero();

        fetch(leader, 2, 10);
        assertThat(leader.highWatermark()).isZero();
        fetch(leader, 3, 7);

        assertThat(leader.highWatermark()).isEqualTo(7);
    }

    @Test
    void theLeadersOwnDiskCountsWhereTheTopicAsksForIt() {
        LeaderState leader = elected(List.of(1, 2), 1, 0);
        leader.appended(10, 4, nowMs);

        fetch(leader, 2, 10);

        assertThat(leader.highWatermark()).isEqualTo(4);
    }

    @Test
    void aNewLeaderKeepsTheLastKnownWatermarkUntilEverybodyHasFetched() {
        LeaderState leader = new LeaderState(1, image(ALL, ALL), rules(1), new LogEnd(10, 10), 5, brokers(), nowMs);
        assertThat(leader.highWatermark()).isEqualTo(5);

        fetch(leader, 2, 10);
        fetch(leader, 3, 10);

        assertThat(leader.highWatermark()).isEqualTo(10);
    }

    @Test
    void theWatermarkStandsWhileTooFewAreInSyncAndMovesWhenThereAreEnough() {
        LeaderState leader = elected(List.of(1), 2, 0);
        leader.appended(10, 10, nowMs);
        assertThat(leader.enoughInSync()).isFalse();
        assertThat(leader.highWatermark()).isZero();

        fetch(leader, 2, 10);
        assertThat(leader.highWatermark()).isZero();
        leader.decided(Images.of(1, 1, 2, ALL, List.of(1, 2)), nowMs);

        assertThat(leader.highWatermark()).isEqualTo(10);
    }

    @Test
    void theWatermarkStandsWhileThereAreEligibleLeaderReplicas() {
        PartitionImage withElr = new PartitionImage(0, ALL, List.of(1), List.of(2), -1, List.of(), List.of(), 1, 1, 1);
        LeaderState leader = new LeaderState(1, withElr, rules(1), new LogEnd(0, 0), 0, brokers(), nowMs);

        leader.appended(10, 10, nowMs);

        assertThat(leader.highWatermark()).isZero();
    }

    @Test
    void minInSyncReplicasIsAtMostWhatIsAssignedWithoutThoseBeingAdded() {
        PartitionImage adding =
                new PartitionImage(0, ALL, List.of(1, 2), List.of(), -1, List.of(3), List.of(), 1, 1, 1);
        LeaderState leader = new LeaderState(1, adding, rules(3), new LogEnd(0, 0), 0, brokers(), nowMs);

        assertThat(leader.enoughInSync()).isTrue();
    }

    @Test
    void whoeverIsProposedCountsFromThatMoment() {
        LeaderState leader = elected(List.of(1), 1, 0);
        fetch(leader, 2, 0);
        assertThat(leader.isReadyToJoin(2)).isTrue();
        assertThat(members(leader.propose(nowMs))).containsExactly(1, 2);

        leader.appended(10, 10, nowMs);

        assertThat(leader.highWatermark()).isZero();
        fetch(leader, 2, 10);
        assertThat(leader.highWatermark()).isEqualTo(10);
    }

    @Test
    void whoeverIsProposedForRemovalCountsUntilThatIsCommitted() {
        LeaderState leader = elected(ALL, 1, 0);
        leader.appended(10, 10, nowMs);
        fetch(leader, 2, 10);
        nowMs += MAX_LAG_MS + 1;
        fetch(leader, 2, 10);

        assertThat(members(leader.propose(nowMs))).containsExactly(1, 2);
        assertThat(leader.highWatermark()).isZero();

        leader.decided(Images.of(1, 1, 2, ALL, List.of(1, 2)), nowMs);
        assertThat(leader.highWatermark()).isEqualTo(10);
    }

    @Test
    void aFollowerWithEverythingDoesNotLagHoweverLongAgoItFetched() {
        LeaderState leader = elected(List.of(1, 2), 1, 0);
        fetch(leader, 2, 0);
        nowMs += 10 * MAX_LAG_MS;

        assertThat(leader.propose(nowMs)).isEmpty();
        leader.appended(1, 1, nowMs);
        assertThat(leader.propose(nowMs + MAX_LAG_MS)).isEmpty();
        assertThat(members(leader.propose(nowMs + MAX_LAG_MS + 1))).containsExactly(1);
    }

    @Test
    void aFollowerThatKeepsGettingWhatThereWasBeforeDoesNotLag() {
        LeaderState leader = elected(List.of(1, 2), 1, 0);
        for (int round = 1; round <= 10; round++) {
            leader.appended(round * 10L, round * 10L, nowMs);
            nowMs += MAX_LAG_MS / 2;
            fetch(leader, 2, (round - 1) * 10L);
        }

        assertThat(leader.propose(nowMs)).isEmpty();
    }

    @Test
    void aFollowerBehindTheStartOfTheEpochIsNotProposed() {
        LeaderState leader =
                new LeaderState(1, image(ALL, List.of(1, 3)), rules(1), new LogEnd(10, 10), 5, brokers(), nowMs);

        fetch(leader, 2, 9);
        assertThat(leader.isReadyToJoin(2)).isFalse();
        fetch(leader, 2, 10);

        assertThat(leader.isReadyToJoin(2)).isTrue();
    }

    @Test
    void aFollowerOnAFencedBrokerIsNotProposedUntilItServes() {
        LeaderState leader = elected(List.of(1), 1, 0);
        fenced.add(2);
        fetch(leader, 2, 0);
        assertThat(leader.propose(nowMs)).isEmpty();

        fenced.clear();

        assertThat(members(leader.propose(nowMs))).containsExactly(1, 2);
    }

    @Test
    void oneProposalIsUnderWayAtATime() {
        LeaderState leader = elected(List.of(1), 1, 0);
        fetch(leader, 2, 0);
        leader.propose(nowMs);
        fetch(leader, 3, 0);

        assertThat(leader.propose(nowMs)).isEmpty();
        leader.decided(Images.of(1, 1, 2, ALL, List.of(1, 2)), nowMs);

        assertThat(members(leader.propose(nowMs))).containsExactly(1, 2, 3);
    }

    @Test
    void aRefusedFollowerCountsNoMoreAndAnUnknownOutcomeGoesOnCounting() {
        LeaderState leader = elected(List.of(1), 1, 0);
        fetch(leader, 2, 0);
        IsrChange change = leader.propose(nowMs).orElseThrow();
        nowMs += MAX_LAG_MS + 1;
        leader.appended(10, 10, nowMs);
        fenced.add(2);

        assertThat(leader.answered(change, Errors.INVALID_UPDATE_VERSION, nowMs))
                .isFalse();
        assertThat(leader.highWatermark()).isZero();
        assertThat(leader.answered(change, Errors.INELIGIBLE_REPLICA, nowMs)).isTrue();

        assertThat(leader.highWatermark()).isEqualTo(10);
    }

    /** What the controller knew better comes before or after its answer. */
    @Test
    void afterARefusalTheOthersAreProposedButNotTheSameAgain() {
        LeaderState leader = elected(List.of(1), 1, 0);
        fetch(leader, 2, 0);
        fetch(leader, 3, 0);
        IsrChange both = leader.propose(nowMs).orElseThrow();

        leader.answered(both, Errors.INELIGIBLE_REPLICA, nowMs);
        assertThat(leader.proposeInsteadOf(both, nowMs)).isEmpty();
        fenced.add(3);

        assertThat(members(leader.proposeInsteadOf(both, nowMs))).containsExactly(1, 2);
    }

    @Test
    void wordOfAnEarlierSessionIsIgnoredAndALowerOffsetIsBelieved() {
        LeaderState leader = elected(List.of(1, 2), 1, 0);
        leader.appended(10, 10, nowMs);
        leader.fetched(new FollowerFetch(2, 7, 2, 3, 0, 10), nowMs);
        assertThat(leader.highWatermark()).isEqualTo(3);

        leader.fetched(new FollowerFetch(2, 7, 1, 9, 0, 10), nowMs);
        assertThat(leader.highWatermark()).isEqualTo(3);
        leader.fetched(new FollowerFetch(2, 7, 2, 2, 0, 10), nowMs);
        leader.appended(11, 11, nowMs);

        assertThat(leader.highWatermark()).isEqualTo(3);
    }

    /** Its disk has failed, and its broker serves: the controller took it out, and what it had once counts for nothing. */
    @Test
    void aFollowerThatHasLeftIsNeitherWaitedForNorProposedUntilItFetchesAgain() {
        LeaderState leader = elected(ALL, 1, 0);
        fetch(leader, 2, 0);
        fetch(leader, 3, 0);
        leader.left(2, 0, nowMs);
        leader.decided(Images.of(1, 1, 2, ALL, List.of(1, 3)), nowMs);
        assertThat(leader.propose(nowMs)).isEmpty();

        leader.appended(10, 10, nowMs);
        fetch(leader, 3, 10);
        assertThat(leader.highWatermark()).isEqualTo(10);

        fetch(leader, 2, 10);
        assertThat(members(leader.propose(nowMs))).containsExactly(1, 2, 3);
    }

    @Test
    void aFollowerThatHasLeftGoesOnCountingAsLongAsItIsInTheIsr() {
        LeaderState leader = elected(List.of(1, 2), 1, 0);
        fetch(leader, 2, 0);
        leader.left(2, 0, nowMs);

        leader.appended(10, 10, nowMs);

        assertThat(leader.highWatermark()).isZero();
    }

    @Test
    void theEndOfAnEarlierSessionEndsNothing() {
        LeaderState leader = elected(List.of(1), 1, 0);
        leader.fetched(new FollowerFetch(2, 7, 2, 0, 0, 0), nowMs);

        leader.left(2, 1, nowMs);

        assertThat(members(leader.propose(nowMs))).containsExactly(1, 2);
    }

    @Test
    void theLowWatermarkIsThatOfTheReplicasWhoseBrokersServe() {
        LeaderState leader = elected(ALL, 1, 0);
        leader.appended(10, 10, nowMs);
        leader.fetched(new FollowerFetch(2, 7, 0, 10, 4, 10), nowMs);
        assertThat(leader.lowWatermark(5)).isEqualTo(-1);

        fenced.add(3);

        assertThat(leader.lowWatermark(5)).isEqualTo(4);
    }

    private LeaderState elected(List<Integer> isr, int minInSync, long end) {
        return new LeaderState(1, image(ALL, isr), rules(minInSync), new LogEnd(end, end), end, brokers(), nowMs);
    }

    private static PartitionImage image(List<Integer> replicas, List<Integer> isr) {
        return Images.of(1, 1, 1, replicas, isr);
    }

    private static ReplicationRules rules(int minInSync) {
        return new ReplicationRules(minInSync, MAX_LAG_MS);
    }

    private void fetch(LeaderState leader, int replica, long offset) {
        leader.fetched(new FollowerFetch(replica, 7, 0, offset, 0, Math.max(offset, leader.safeEnd())), nowMs);
    }

    private Brokers brokers() {
        return new Brokers() {
            @Override
            public boolean mayBeInSync(int brokerId, long brokerEpoch) {
                return !fenced.contains(brokerId);
            }

            @Override
            public boolean isAlive(int brokerId) {
                return !fenced.contains(brokerId);
            }
        };
    }

    private static List<Integer> members(Optional<IsrChange> change) {
        return change.orElseThrow().isr().stream()
                .map(IsrChange.InSync::brokerId)
                .toList();
    }
}
