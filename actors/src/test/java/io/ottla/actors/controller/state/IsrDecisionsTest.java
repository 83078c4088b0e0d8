package io.ottla.actors.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.controller.Controller.AlterPartitions;
import io.ottla.actors.controller.Controller.IsrProposal;
import io.ottla.actors.controller.Controller.PartitionAltered;
import io.ottla.actors.controller.Controller.PartitionsAltered;
import io.ottla.actors.controller.Controller.ReplicaState;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.PartitionImage;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class IsrDecisionsTest {
    private final MetadataImage image = Clusters.with(Clusters.of(3), "orders", 3, List.of(List.of(1, 2, 3)));
    private final Uuid id = Clusters.topic(image, "orders").id();

    @Test
    void takesTheIsrThatTheLeaderProposes() {
        Decision<PartitionsAltered> decision = decide(image, 1, proposal(0, 0, in(1), in(3)));

        assertThat(errors(decision)).containsExactly(Errors.NONE);
        PartitionImage after = Clusters.partition(MetadataReplay.replay(image, decision.events()), "orders", 0);
        assertThat(after.isr()).containsExactly(1, 3);
        assertThat(after.partitionEpoch()).isEqualTo(1);
        assertThat(after.leaderEpoch()).isZero();
    }

    @Test
    void whatIsThereAlreadyIsNoEvent() {
        assertThat(decide(image, 1, proposal(0, 0, in(1), in(2), in(3))).events())
                .isEmpty();
    }

    @Test
    void refusesAStateThatHasPassed() {
        MetadataImage moved = Clusters.inSync(image, "orders", 1, 2);

        assertThat(errors(decide(moved, 1, proposal(0, 0, in(1))))).containsExactly(Errors.INVALID_UPDATE_VERSION);
        MetadataImage led = Clusters.fenced(image, 1);
        assertThat(errors(decide(led, 2, proposal(0, 1, in(2))))).containsExactly(Errors.FENCED_LEADER_EPOCH);
    }

    @Test
    void refusesAStateThatThisControllerHasNotSeen() {
        assertThat(errors(decide(image, 1, proposal(1, 0, in(1))))).containsExactly(Errors.NOT_CONTROLLER);
        assertThat(errors(decide(image, 1, proposal(0, 1, in(1))))).containsExactly(Errors.NOT_CONTROLLER);
    }

    @Test
    void refusesWhatOnlyTheLeaderMayPropose() {
        assertThat(errors(decide(image, 2, proposal(0, 0, in(2))))).containsExactly(Errors.INVALID_REQUEST);
    }

    @Test
    void refusesAnIsrThatCannotBe() {
        assertThat(errors(decide(image, 1, proposal(0, 0, in(2))))).containsExactly(Errors.INVALID_REQUEST);
        assertThat(errors(decide(image, 1, proposal(0, 0, in(1), in(4))))).containsExactly(Errors.INVALID_REQUEST);
        assertThat(errors(decide(image, 1, proposal(0, 0, in(1), in(1))))).containsExactly(Errors.INVALID_REQUEST);
    }

    @Test
    void refusesABrokerThatIsFenced() {
        MetadataImage without = Clusters.fenced(image, 3);

        assertThat(errors(decide(without, 1, proposal(0, 1, in(1), in(3))))).containsExactly(Errors.INELIGIBLE_REPLICA);
    }

    @Test
    void refusesABrokerThatIsAboutToLeave() {
        MetadataImage leaving =
                MetadataReplay.replay(image, new BrokerDecisions(PartitionRules.DEFAULT).shutDown(image, 3));

        assertThat(errors(decide(leaving, 1, proposal(0, 1, in(1), in(3))))).containsExactly(Errors.INELIGIBLE_REPLICA);
    }

    @Test
    void refusesAnotherProcessOfABroker() {
        assertThat(errors(decide(image, 1, proposal(0, 0, in(1), new ReplicaState(3, 999)))))
                .containsExactly(Errors.INELIGIBLE_REPLICA);
    }

    @Test
    void refusesAnEarlierProcessOfTheLeader() {
        AlterPartitions stale = new AlterPartitions(1, 999, List.of(proposal(0, 0, in(1))), TestRefs.nobody());

        PartitionsAltered answer =
                new IsrDecisions(PartitionRules.DEFAULT).alter(image, stale).answer();

        assertThat(answer.error()).isEqualTo(Errors.STALE_BROKER_EPOCH);
        assertThat(answer.results()).isEmpty();
    }

    @Test
    void refusesPartitionsThatAreNotThere() {
        IsrProposal noTopic = new IsrProposal(Uuid.randomUuid(), 0, 0, 0, List.of(in(1)));
        IsrProposal noPartition = new IsrProposal(id, 7, 0, 0, List.of(in(1)));

        assertThat(errors(decide(image, 1, noTopic, noPartition)))
                .containsExactly(Errors.UNKNOWN_TOPIC_ID, Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void takesThePartitionOfARequestOnce() {
        assertThat(errors(decide(image, 1, proposal(0, 0, in(1)), proposal(0, 0, in(1), in(2)))))
                .containsExactly(Errors.NONE, Errors.INVALID_REQUEST);
    }

    @Test
    void aLeaderThatLeavesGivesItsPlaceToTheFirstWhoCatchesUp() {
        MetadataImage alone = Clusters.inSync(image, "orders", 1);
        MetadataImage leaving =
                MetadataReplay.replay(alone, new BrokerDecisions(PartitionRules.DEFAULT).shutDown(alone, 1));
        assertThat(Clusters.partition(leaving, "orders", 0).leader()).isEqualTo(1);

        Decision<PartitionsAltered> decision = decide(leaving, 1, proposal(0, 1, in(1), in(2)));

        assertThat(errors(decision)).containsExactly(Errors.NEW_LEADER_ELECTED);
        PartitionImage after = Clusters.partition(MetadataReplay.replay(leaving, decision.events()), "orders", 0);
        assertThat(after.leader()).isEqualTo(2);
        assertThat(after.isr()).containsExactly(2);
    }

    private IsrProposal proposal(int leaderEpoch, int partitionEpoch, ReplicaState... isr) {
        return new IsrProposal(id, 0, leaderEpoch, partitionEpoch, List.of(isr));
    }

    private static ReplicaState in(int broker) {
        return new ReplicaState(broker, -1);
    }

    private static Decision<PartitionsAltered> decide(MetadataImage image, int broker, IsrProposal... proposals) {
        long epoch = image.brokers().get(broker).epoch();
        return new IsrDecisions(PartitionRules.DEFAULT)
                .alter(image, new AlterPartitions(broker, epoch, List.of(proposals), TestRefs.nobody()));
    }

    private static List<Errors> errors(Decision<PartitionsAltered> decision) {
        return decision.answer().results().stream().map(PartitionAltered::error).toList();
    }
}
