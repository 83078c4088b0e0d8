package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignablePartition;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignableTopic;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData.ListPartitionReassignmentsTopics;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData.OngoingPartitionReassignment;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AlterPartitionReassignments, and ListPartitionReassignments of what it began. */
class PartitionReassignmentsHandlersTest {
    private final TestBroker node = TestBroker.start().withOrders(List.of(1), List.of(1));

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void beginsAReassignmentThatIsListed(int version) {
        assertThat(errors(alter(version, to(0, 2)))).containsExactly(Errors.NONE);

        ListPartitionReassignmentsResponseData listed = list(new ListPartitionReassignmentsRequestData());

        OngoingPartitionReassignment ongoing =
                listed.topics().get(0).partitions().get(0);
        assertThat(listed.topics().get(0).partitions()).hasSize(1);
        assertThat(ongoing.partitionIndex()).isZero();
        assertThat(ongoing.replicas()).containsExactly(2, 1);
        assertThat(ongoing.addingReplicas()).containsExactly(2);
        assertThat(ongoing.removingReplicas()).containsExactly(1);
    }

    @Test
    void cancelsIt() {
        alter(1, to(0, 2));

        assertThat(errors(alter(1, to(0)))).containsExactly(Errors.NONE);
        assertThat(list(new ListPartitionReassignmentsRequestData()).topics()).isEmpty();
        assertThat(errors(alter(1, to(0)))).containsExactly(Errors.NO_REASSIGNMENT_IN_PROGRESS);
    }

    @Test
    void decidesEachPartitionForItself() {
        AlterPartitionReassignmentsResponseData answer = alter(1, to(0, 9), to(1, 2), to(7, 1));

        assertThat(errors(answer))
                .containsExactly(Errors.INVALID_REPLICA_ASSIGNMENT, Errors.NONE, Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(answer.responses().get(0).partitions().get(0).errorMessage()).contains("broker 9");
    }

    @Test
    void keepsTheNumberOfCopiesWhereItMustNotChange() {
        AlterPartitionReassignmentsRequestData request = request(to(0, 1, 2)).setAllowReplicationFactorChange(false);

        AlterPartitionReassignmentsResponseData answer =
                node.ask(new AlterPartitionReassignmentsHandler(node.broker()), 1, request);

        assertThat(errors(answer)).containsExactly(Errors.INVALID_REPLICATION_FACTOR);
        assertThat(answer.allowReplicationFactorChange()).isFalse();
    }

    @Test
    void listsOnlyThePartitionsThatAreNamed() {
        alter(1, to(0, 2), to(1, 2));

        ListPartitionReassignmentsResponseData listed = list(new ListPartitionReassignmentsRequestData()
                .setTopics(List.of(named("orders", 1, 7), named("nowhere", 0))));

        assertThat(listed.topics()).hasSize(1);
        assertThat(listed.topics().get(0).partitions())
                .extracting(OngoingPartitionReassignment::partitionIndex)
                .containsExactly(1);
    }

    @Test
    void refusesCallersWhoMayNot() {
        node.denying(Operation.ALTER, Resource.CLUSTER).denying(Operation.DESCRIBE, Resource.CLUSTER);

        assertThat(alter(1, to(0, 2)).errorCode()).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
        assertThat(list(new ListPartitionReassignmentsRequestData()).errorCode())
                .isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
    }

    private AlterPartitionReassignmentsResponseData alter(int version, ReassignablePartition... partitions) {
        return node.ask(new AlterPartitionReassignmentsHandler(node.broker()), version, request(partitions));
    }

    private static AlterPartitionReassignmentsRequestData request(ReassignablePartition... partitions) {
        return new AlterPartitionReassignmentsRequestData()
                .setTopics(List.of(new ReassignableTopic().setName("orders").setPartitions(List.of(partitions))));
    }

    private static ReassignablePartition to(int partition, Integer... replicas) {
        @Nullable List<Integer> target = replicas.length == 0 ? null : Arrays.asList(replicas);
        return new ReassignablePartition().setPartitionIndex(partition).setReplicas(target);
    }

    private ListPartitionReassignmentsResponseData list(ListPartitionReassignmentsRequestData request) {
        return node.ask(new ListPartitionReassignmentsHandler(node.broker()), 0, request);
    }

    private static ListPartitionReassignmentsTopics named(String topic, Integer... partitions) {
        return new ListPartitionReassignmentsTopics().setName(topic).setPartitionIndexes(List.of(partitions));
    }

    private static List<Errors> errors(AlterPartitionReassignmentsResponseData answer) {
        return answer.responses().stream()
                .flatMap(topic -> topic.partitions().stream())
                .map(partition -> Errors.forCode(partition.errorCode()))
                .toList();
    }
}
