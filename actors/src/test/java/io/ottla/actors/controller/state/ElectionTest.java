package io.ottla.actors.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.controller.Controller.ElectLeaders;
import io.ottla.actors.controller.Controller.Election;
import io.ottla.actors.controller.Controller.PartitionName;
import io.ottla.actors.controller.Controller.PartitionResult;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.PartitionImage;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Who leads when brokers go and come, and when an operator asks. */
class ElectionTest {
    private final MetadataImage three = Clusters.with(Clusters.of(3), "orders", 3, List.of(List.of(1, 2, 3)));

    @Test
    void theNextInSyncReplicaLeadsWhenTheLeaderIsFenced() {
        PartitionImage after = orders(Clusters.fenced(three, 1));

        assertThat(after.leader()).isEqualTo(2);
        assertThat(after.isr()).containsExactly(2, 3);
        assertThat(after.leaderEpoch()).isEqualTo(1);
    }

    @Test
    void aFollowerThatIsFencedLeavesTheIsrAndTheLeaderEpochStays() {
        PartitionImage after = orders(Clusters.fenced(three, 3));

        assertThat(after.isr()).containsExactly(1, 2);
        assertThat(after.leaderEpoch()).isZero();
        assertThat(after.partitionEpoch()).isEqualTo(1);
    }

    @Test
    void whoLeftTheIsrBelowTheMinimumStaysEligible() {
        MetadataImage strict = Clusters.configured(three, "orders", "min.insync.replicas", "2");

        PartitionImage after = orders(Clusters.fenced(strict, 1, 2));

        assertThat(after.leader()).isEqualTo(3);
        assertThat(after.isr()).containsExactly(3);
        assertThat(after.elr()).containsExactly(2);
    }

    @Test
    void anEligibleReplicaLeadsWhenNobodyIsInSync() {
        MetadataImage strict = Clusters.configured(three, "orders", "min.insync.replicas", "2");
        MetadataImage dark = Clusters.fenced(strict, 1, 2, 3);
        assertThat(orders(dark).leader()).isEqualTo(PartitionImage.NO_LEADER);
        assertThat(orders(dark).isr()).isEmpty();

        PartitionImage after = orders(Clusters.unfenced(dark, 2));

        assertThat(after.leader()).isEqualTo(2);
        assertThat(after.isr()).containsExactly(2);
        assertThat(after.elr()).containsExactly(3);
    }

    @Test
    void nobodyLeadsWhileAllWhoHoldEverythingAreGone() {
        MetadataImage dark = Clusters.fenced(three, 1, 2, 3);
        assertThat(orders(dark).elr()).containsExactly(3);

        PartitionImage after = orders(Clusters.unfenced(dark, 1));

        assertThat(after.leader()).isEqualTo(PartitionImage.NO_LEADER);
        assertThat(after.lastKnownLeader()).isEqualTo(3);
    }

    @Test
    void anyReplicaLeadsWhereTheTopicAllowsThat() {
        MetadataImage lossy = Clusters.configured(three, "orders", "unclean.leader.election.enable", "true");
        MetadataImage dark = Clusters.fenced(lossy, 1, 2, 3);

        PartitionImage after = orders(Clusters.unfenced(dark, 1));

        assertThat(after.leader()).isEqualTo(1);
        assertThat(after.isr()).containsExactly(1);
        assertThat(after.elr()).isEmpty();
    }

    @Test
    void allowingUncleanElectionsHoldsTheOnesThatWait() {
        MetadataImage waiting = Clusters.unfenced(Clusters.fenced(three, 1, 2, 3), 1);

        MetadataImage allowed = Clusters.configured(waiting, "orders", "unclean.leader.election.enable", "true");

        assertThat(orders(allowed).leader()).isEqualTo(1);
    }

    @Test
    void anotherMinimumForgetsWhoWasEligible() {
        MetadataImage strict = Clusters.configured(three, "orders", "min.insync.replicas", "2");
        MetadataImage low = Clusters.fenced(strict, 1, 2);

        assertThat(orders(Clusters.configured(low, "orders", "min.insync.replicas", "3"))
                        .elr())
                .isEmpty();
    }

    @Test
    void aPartitionWithoutLeaderKeepsWhoIsEligibleWhateverTheMinimum() {
        MetadataImage strict = Clusters.configured(three, "orders", "min.insync.replicas", "2");
        MetadataImage dark = Clusters.fenced(strict, 1, 2, 3);

        assertThat(orders(Clusters.configured(dark, "orders", "min.insync.replicas", "1"))
                        .elr())
                .containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void thePreferredReplicaLeadsAgainWhenItIsInSyncAndAskedTo() {
        MetadataImage moved = Clusters.unfenced(Clusters.fenced(three, 1), 1);

        assertThat(elect(moved, Election.PREFERRED).error()).isEqualTo(Errors.PREFERRED_LEADER_NOT_AVAILABLE);
        MetadataImage caughtUp = Clusters.inSync(moved, "orders", 2, 3, 1);
        assertThat(elect(caughtUp, Election.PREFERRED).error()).isEqualTo(Errors.NONE);
        assertThat(orders(elected(caughtUp, Election.PREFERRED)).leader()).isEqualTo(1);
        assertThat(elect(three, Election.PREFERRED).error()).isEqualTo(Errors.ELECTION_NOT_NEEDED);
    }

    @Test
    void anOperatorCanAcceptTheLossOfRecords() {
        MetadataImage waiting = Clusters.unfenced(Clusters.fenced(three, 1, 2, 3), 1);

        assertThat(elect(waiting, Election.UNCLEAN).error()).isEqualTo(Errors.NONE);
        assertThat(orders(elected(waiting, Election.UNCLEAN)).isr()).containsExactly(1);
        assertThat(elect(three, Election.UNCLEAN).error()).isEqualTo(Errors.ELECTION_NOT_NEEDED);
        assertThat(elect(Clusters.fenced(three, 1, 2, 3), Election.UNCLEAN).error())
                .isEqualTo(Errors.ELIGIBLE_LEADERS_NOT_AVAILABLE);
    }

    @Test
    void knowsWhichPartitionsNeedAnotherLeader() {
        MetadataImage image = Clusters.fenced(Clusters.with(three, "calm", 1, List.of(List.of(2))), 1);

        assertThat(ElectionDecisions.needed(image, Election.PREFERRED)).containsExactly(new PartitionName("orders", 0));
        assertThat(ElectionDecisions.needed(image, Election.UNCLEAN)).isEmpty();
    }

    @Test
    void leadershipsGoBackToPreferredReplicasThatAreInSync() {
        MetadataImage moved = Clusters.unfenced(Clusters.fenced(three, 1), 1);
        MetadataImage caughtUp = Clusters.inSync(moved, "orders", 2, 3, 1);

        MetadataImage balanced =
                MetadataReplay.replay(caughtUp, new LeaderBalance(PartitionRules.DEFAULT).round(caughtUp));

        assertThat(orders(balanced).leader()).isEqualTo(1);
        assertThat(new LeaderBalance(PartitionRules.DEFAULT).round(moved)).isEmpty();
        assertThat(new LeaderBalance(PartitionRules.DEFAULT).round(balanced)).isEmpty();
    }

    private static PartitionResult elect(MetadataImage image, Election kind) {
        return decide(image, kind).answer().get(0);
    }

    private static MetadataImage elected(MetadataImage image, Election kind) {
        return MetadataReplay.replay(image, decide(image, kind).events());
    }

    private static Decision<List<PartitionResult>> decide(MetadataImage image, Election kind) {
        List<PartitionName> orders = List.of(new PartitionName("orders", 0));
        return new ElectionDecisions(PartitionRules.DEFAULT)
                .elect(image, new ElectLeaders(kind, orders, TestRefs.nobody()));
    }

    private static PartitionImage orders(MetadataImage image) {
        return Clusters.partition(image, "orders", 0);
    }
}
