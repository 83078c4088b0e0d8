package io.ottla.actors.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.controller.Controller.ElectLeaders;
import io.ottla.actors.controller.Controller.Election;
import io.ottla.actors.controller.Controller.PartitionName;
import io.ottla.actors.controller.Controller.RegisterBroker;
import io.ottla.actors.controller.Controller.ReplicaFailed;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.PartitionImage;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** What the coming and going of a broker changes (safety rule M8). */
class BrokerDecisionsTest {
    private final BrokerDecisions brokers = new BrokerDecisions(PartitionRules.DEFAULT);
    private final MetadataImage three = Clusters.with(Clusters.of(3), "orders", 3, List.of(List.of(1, 2, 3)));
    private final MetadataImage one = Clusters.with(Clusters.of(1), "orders", 1, List.of(List.of(1)));

    @Test
    void aBrokerThatCrashedIsNoLongerInSyncOrEligible() {
        MetadataImage strict = Clusters.configured(three, "orders", "min.insync.replicas", "3");
        MetadataImage fenced = Clusters.fenced(strict, 1);
        assertThat(orders(fenced).elr()).containsExactly(1);

        MetadataImage back = registered(fenced, 1, -1);

        assertThat(orders(back).isr()).containsExactly(2, 3);
        assertThat(orders(back).elr()).isEmpty();
    }

    @Test
    void aBrokerThatClosedCleanlyStaysEligible() {
        MetadataImage strict = Clusters.configured(three, "orders", "min.insync.replicas", "3");
        MetadataImage fenced = Clusters.fenced(strict, 1);

        MetadataImage back = registered(fenced, 1, fenced.brokers().get(1).epoch());

        assertThat(orders(back).elr()).containsExactly(1);
    }

    @Test
    void aProcessThatComesBeforeTheOldOneIsMissedLeadsNothingWhatTheOldOneLed() {
        MetadataImage back = registered(three, 1, -1);

        assertThat(orders(back).leader()).isEqualTo(2);
        assertThat(orders(back).leaderEpoch()).isEqualTo(1);
        assertThat(orders(back).isr()).containsExactly(2, 3);
        assertThat(back.brokers().get(1).fenced()).isTrue();
    }

    @Test
    void theOnlyReplicaLeadsAgainInANewEpochAlsoAfterACrash() {
        MetadataImage crashed = registered(one, 1, -1);
        assertThat(orders(crashed).leader()).isEqualTo(PartitionImage.NO_LEADER);
        assertThat(orders(crashed).elr()).isEmpty();
        assertThat(orders(crashed).lastKnownLeader()).isEqualTo(1);

        PartitionImage after = orders(Clusters.unfenced(crashed, 1));

        assertThat(after.leader()).isEqualTo(1);
        assertThat(after.isr()).containsExactly(1);
        assertThat(after.lastKnownLeader()).isEqualTo(PartitionImage.NO_LEADER);
        assertThat(after.leaderEpoch()).isGreaterThan(orders(one).leaderEpoch());
    }

    @Test
    void theLastLeaderIsElectedOnlyWhenNobodyWhoHoldsEverythingIsLeft() {
        MetadataImage dark = Clusters.fenced(three, 1, 2, 3);
        MetadataImage cleanIsAway = Clusters.unfenced(registered(dark, 2, -1), 2);
        assertThat(orders(cleanIsAway).leader()).isEqualTo(PartitionImage.NO_LEADER);

        MetadataImage lost = Clusters.unfenced(registered(cleanIsAway, 3, -1), 3);

        assertThat(orders(lost).leader()).isEqualTo(3);
    }

    @Test
    void theLastLeaderWithAnotherDiskDoesNotTakeTheirsFromTheOthers() {
        MetadataImage back = Clusters.unfenced(withDisk(onlyTheThird(), 3, 34), 3);

        assertThat(orders(back).leader()).isEqualTo(PartitionImage.NO_LEADER);
        assertThat(orders(back).lastKnownLeader()).isEqualTo(PartitionImage.NO_LEADER);

        MetadataImage another = Clusters.unfenced(back, 2);
        ElectLeaders anybody =
                new ElectLeaders(Election.UNCLEAN, List.of(new PartitionName("orders", 0)), TestRefs.nobody());
        assertThat(orders(another).leader()).isEqualTo(PartitionImage.NO_LEADER);
        assertThat(orders(MetadataReplay.replay(
                                another,
                                new ElectionDecisions(PartitionRules.DEFAULT)
                                        .elect(another, anybody)
                                        .events()))
                        .leader())
                .isEqualTo(2);
    }

    /** Nobody knows any more which disks it had. */
    @Test
    void theLastLeaderThatWasUnregisteredDoesNotTakeTheirsFromTheOthers() {
        MetadataImage alone = onlyTheThird();
        MetadataImage unregistered =
                MetadataReplay.replay(alone, brokers.unregister(alone, 3).events());
        assertThat(orders(unregistered).leader()).isEqualTo(PartitionImage.NO_LEADER);

        MetadataImage back = Clusters.unfenced(withDisk(unregistered, 3, 34), 3);

        assertThat(orders(back).leader()).isEqualTo(PartitionImage.NO_LEADER);
        assertThat(orders(back).lastKnownLeader()).isEqualTo(PartitionImage.NO_LEADER);
    }

    @Test
    void theOnlyReplicaLeadsAgainAlsoAfterItWasUnregistered() {
        MetadataImage unregistered =
                MetadataReplay.replay(one, brokers.unregister(one, 1).events());

        MetadataImage back = Clusters.unfenced(registered(unregistered, 1, -1), 1);

        assertThat(orders(back).leader()).isEqualTo(1);
    }

    @Test
    void theLastLeaderWithItsDiskLeadsAlsoWhenItWasKilledTwice() {
        MetadataImage back = Clusters.unfenced(withDisk(withDisk(onlyTheThird(), 3, 33), 3, 33), 3);

        assertThat(orders(back).leader()).isEqualTo(3);
    }

    @Test
    void theOnlyReplicaLeadsAlsoWithAnotherDisk() {
        MetadataImage back = Clusters.unfenced(withDisk(withDisk(one, 1, 11), 1, 12), 1);

        assertThat(orders(back).leader()).isEqualTo(1);
    }

    /** The third broker leads alone; the others are gone, and lack what came since. */
    private MetadataImage onlyTheThird() {
        MetadataImage settled = Clusters.inSync(Clusters.unfenced(withDisk(three, 3, 33), 3), "orders", 1, 2, 3);
        MetadataImage alone = Clusters.fenced(settled, 1, 2);
        assertThat(orders(alone).leader()).isEqualTo(3);
        assertThat(orders(alone).isr()).containsExactly(3);
        return alone;
    }

    /** A process that did not stop cleanly registers with this log directory, and serves. */
    private MetadataImage withDisk(MetadataImage image, int id, long directory) {
        RegisterBroker plain = Clusters.registration(id, UUID.randomUUID(), -1);
        RegisterBroker wanted = new RegisterBroker(
                id,
                plain.incarnation(),
                plain.host(),
                plain.port(),
                plain.rack(),
                plain.control(),
                plain.quorumDirectoryId(),
                List.of(new Uuid(0, directory)),
                -1,
                0,
                TestRefs.nobody());
        return MetadataReplay.replay(image, brokers.register(image, wanted));
    }

    @Test
    void fencingTwiceIsOneEvent() {
        assertThat(brokers.fence(Clusters.fenced(three, 1), 1)).isEmpty();
        assertThat(brokers.fence(three, 9)).isEmpty();
    }

    @Test
    void whoLeavesGivesLeadershipsAwayAndLeavesTheIsr() {
        PartitionImage after = orders(MetadataReplay.replay(three, brokers.shutDown(three, 1)));

        assertThat(after.leader()).isEqualTo(2);
        assertThat(after.isr()).containsExactly(2, 3);
    }

    @Test
    void whoLeavesGoesOnLeadingWhatNobodyElseCan() {
        MetadataImage leaving = MetadataReplay.replay(one, brokers.shutDown(one, 1));

        assertThat(orders(leaving)).isEqualTo(orders(one));
        assertThat(brokers.shutDown(leaving, 1)).isEmpty();
        assertThat(BrokerDecisions.leaderships(leaving, 1)).isEqualTo(1);
    }

    @Test
    void aReplicaWhoseDiskFailedIsNoLongerCountedOn() {
        UUID incarnation = three.brokers().get(1).incarnation();
        ReplicaFailed failed = new ReplicaFailed(
                1, incarnation, Clusters.topic(three, "orders").id(), 0);

        PartitionImage after = orders(MetadataReplay.replay(three, brokers.replicaFailed(three, failed)));

        assertThat(after.leader()).isEqualTo(2);
        assertThat(after.isr()).containsExactly(2, 3);
        assertThat(orders(MetadataReplay.replay(one, brokers.replicaFailed(one, only())))
                        .leader())
                .isEqualTo(PartitionImage.NO_LEADER);
    }

    @Test
    void whatAnEarlierProcessSaysOfItsDiskChangesNothing() {
        ReplicaFailed late = new ReplicaFailed(
                1, UUID.randomUUID(), Clusters.topic(three, "orders").id(), 0);

        assertThat(brokers.replicaFailed(three, late)).isEmpty();
    }

    @Test
    void aBrokerThatIsForgottenLeadsNothing() {
        Decision<?> decision = brokers.unregister(three, 1);

        MetadataImage after = MetadataReplay.replay(three, decision.events());

        assertThat(after.brokers()).doesNotContainKey(1);
        assertThat(orders(after).leader()).isEqualTo(2);
        assertThat(orders(after).replicas()).containsExactly(1, 2, 3);
        assertThat(brokers.unregister(after, 1).answer().error()).isEqualTo(Errors.BROKER_ID_NOT_REGISTERED);
    }

    private ReplicaFailed only() {
        return new ReplicaFailed(
                1,
                one.brokers().get(1).incarnation(),
                Clusters.topic(one, "orders").id(),
                0);
    }

    private MetadataImage registered(MetadataImage image, int id, long cleanShutdownEpoch) {
        return MetadataReplay.replay(
                image, brokers.register(image, Clusters.registration(id, UUID.randomUUID(), cleanShutdownEpoch)));
    }

    private static PartitionImage orders(MetadataImage image) {
        return Clusters.partition(image, "orders", 0);
    }
}
