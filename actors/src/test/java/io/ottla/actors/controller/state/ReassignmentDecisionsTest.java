package io.ottla.actors.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.controller.Controller.PartitionName;
import io.ottla.actors.controller.Controller.PartitionResult;
import io.ottla.actors.controller.Controller.Reassignment;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.PartitionImage;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class ReassignmentDecisionsTest {
    private final MetadataImage image = Clusters.with(Clusters.of(5), "orders", 2, List.of(List.of(1, 2)));

    @Test
    void addsFirstAndRemovesWhenTheWholeTargetIsInSync() {
        MetadataImage moving = reassigned(image, 3, 4);
        PartitionImage begun = orders(moving);
        assertThat(begun.replicas()).containsExactly(3, 4, 1, 2);
        assertThat(begun.addingReplicas()).containsExactly(3, 4);
        assertThat(begun.removingReplicas()).containsExactly(1, 2);
        assertThat(begun.leader()).isEqualTo(1);
        assertThat(orders(Clusters.inSync(moving, "orders", 1, 2, 3)).isReassigning())
                .isTrue();

        PartitionImage done = orders(Clusters.inSync(moving, "orders", 1, 2, 3, 4));

        assertThat(done.isReassigning()).isFalse();
        assertThat(done.replicas()).containsExactly(3, 4);
        assertThat(done.isr()).containsExactly(3, 4);
        assertThat(done.leader()).isEqualTo(3);
        assertThat(done.leaderEpoch()).isEqualTo(1);
    }

    @Test
    void anotherOrderIsThereAtOnce() {
        PartitionImage after = orders(reassigned(image, 2, 1));

        assertThat(after.replicas()).containsExactly(2, 1);
        assertThat(after.isReassigning()).isFalse();
        assertThat(after.leader()).isEqualTo(1);
    }

    @Test
    void theCurrentAssignmentIsNoEvent() {
        assertThat(decide(image, true, 1, 2).events()).isEmpty();
    }

    @Test
    void removesACopyThatIsNotNeededAtOnce() {
        PartitionImage after = orders(reassigned(image, 2));

        assertThat(after.replicas()).containsExactly(2);
        assertThat(after.leader()).isEqualTo(2);
    }

    @Test
    void keepsACopyWhileTheOthersAreBehind() {
        MetadataImage behind = Clusters.inSync(image, "orders", 1);

        PartitionImage waiting = orders(reassigned(behind, 2));

        assertThat(waiting.replicas()).containsExactly(2, 1);
        assertThat(waiting.removingReplicas()).containsExactly(1);
        assertThat(waiting.leader()).isEqualTo(1);
    }

    @Test
    void cancelledItIsAsBefore() {
        MetadataImage moving = reassigned(image, 3, 4);

        MetadataImage back = MetadataReplay.replay(moving, cancel(moving).events());

        assertThat(orders(back).replicas()).containsExactlyInAnyOrder(1, 2);
        assertThat(orders(back).isReassigning()).isFalse();
        assertThat(orders(back).isr()).containsExactly(1, 2);
    }

    @Test
    void refusesToCancelWhatWouldLoseRecords() {
        MetadataImage moving = Clusters.inSync(reassigned(image, 3, 4), "orders", 1, 3);
        MetadataImage lost = Clusters.fenced(moving, 1);
        assertThat(orders(lost).leader()).isEqualTo(3);

        assertThat(cancel(lost).answer().error()).isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
    }

    @Test
    void refusesToCancelWhatIsNotUnderWay() {
        assertThat(cancel(image).answer().error()).isEqualTo(Errors.NO_REASSIGNMENT_IN_PROGRESS);
    }

    @Test
    void anotherTargetTakesThePlaceOfTheFirst() {
        MetadataImage moving = reassigned(image, 3, 4);

        PartitionImage after = orders(reassigned(moving, 1, 5));

        assertThat(after.replicas()).containsExactly(1, 5, 2);
        assertThat(after.addingReplicas()).containsExactly(5);
        assertThat(after.removingReplicas()).containsExactly(2);
    }

    @Test
    void aCopyThatTheFirstTargetHasBroughtStaysUntilTheSecondIsReached() {
        MetadataImage moving = Clusters.inSync(reassigned(image, 3, 4), "orders", 1, 2, 3);

        PartitionImage after = orders(reassigned(moving, 1, 5));

        assertThat(after.replicas()).containsExactly(1, 5, 2, 3);
        assertThat(after.isr()).containsExactly(1, 2, 3);
        assertThat(after.removingReplicas()).containsExactly(2, 3);
    }

    @Test
    void refusesTargetsThatCannotBe() {
        assertThat(error(decide(image, true, 1, 1))).isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        assertThat(error(decide(image, true, 1, 9))).isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        assertThat(error(decide(image, true))).isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        assertThat(error(decide(image, false, 1, 2, 3))).isEqualTo(Errors.INVALID_REPLICATION_FACTOR);
        Reassignment unknown = new Reassignment(new PartitionName("orders", 7), Optional.of(List.of(1)));
        assertThat(error(new ReassignmentDecisions(PartitionRules.DEFAULT).reassign(image, unknown, true)))
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void aTopicMayBeDeletedWhileItMovesAndItsMoveIsForgotten() {
        MetadataImage moving = reassigned(image, 3, 4);
        TopicDecisions topics = new TopicDecisions(new ControllerDefaults(1, 1, 100), new Random(7));

        MetadataImage after = MetadataReplay.replay(
                moving,
                topics.delete(moving, Clusters.topic(moving, "orders").id()).events());

        assertThat(after.topics().topic("orders")).isEmpty();
        assertThat(error(cancel(after))).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(error(decide(after, true, 1, 2))).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void anotherNumberOfCopiesIsWhatTheTopicIsMeantToHave() {
        assertThat(Clusters.topic(reassigned(image, 1, 2, 3), "orders").replicationFactor())
                .isEqualTo(3);
        assertThat(Clusters.topic(reassigned(image, 1), "orders").replicationFactor())
                .isEqualTo(1);
        assertThat(Clusters.topic(reassigned(image, 3, 4), "orders").replicationFactor())
                .isEqualTo(2);
    }

    @Test
    void theMinimumDoesNotCountThoseBeingAdded() {
        MetadataImage single = Clusters.configured(
                Clusters.with(Clusters.of(5), "orders", 1, List.of(List.of(1))), "orders", "min.insync.replicas", "2");

        PartitionImage moving = orders(reassigned(single, 1, 2, 3));

        assertThat(moving.minInSync(2)).isEqualTo(1);
        assertThat(orders(Clusters.inSync(reassigned(single, 1, 2, 3), "orders", 1, 2, 3))
                        .minInSync(2))
                .isEqualTo(2);
    }

    private static Decision<PartitionResult> decide(MetadataImage image, boolean factorMayChange, Integer... target) {
        Reassignment wanted = new Reassignment(new PartitionName("orders", 0), Optional.of(List.of(target)));
        return new ReassignmentDecisions(PartitionRules.DEFAULT).reassign(image, wanted, factorMayChange);
    }

    private static MetadataImage reassigned(MetadataImage image, Integer... target) {
        Decision<PartitionResult> decision = decide(image, true, target);
        assertThat(error(decision)).isEqualTo(Errors.NONE);
        return MetadataReplay.replay(image, decision.events());
    }

    private static Decision<PartitionResult> cancel(MetadataImage image) {
        return new ReassignmentDecisions(PartitionRules.DEFAULT)
                .reassign(image, new Reassignment(new PartitionName("orders", 0), Optional.empty()), true);
    }

    private static Errors error(Decision<PartitionResult> decision) {
        return decision.answer().error();
    }

    private static PartitionImage orders(MetadataImage image) {
        return Clusters.partition(image, "orders", 0);
    }
}
