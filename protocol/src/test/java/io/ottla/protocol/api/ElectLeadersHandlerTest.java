package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataEvent.PartitionChange;
import java.util.List;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData.TopicPartitions;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.message.ElectLeadersResponseData.PartitionResult;
import org.apache.kafka.common.message.ElectLeadersResponseData.ReplicaElectionResult;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElectLeadersHandlerTest {
    private final TestBroker node = TestBroker.start().withOrders(List.of(1, 2), List.of(2, 1));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void electsThePreferredReplica(int version) {
        ledBy(2);

        assertThat(errors(ask(version, named(0)))).containsExactly(Errors.NONE);
        assertThat(node.topic("orders").partition(0).orElseThrow().leader()).isEqualTo(1);
    }

    @Test
    void answersEveryPartitionThatIsNamed() {
        assertThat(errors(ask(2, named(0, 7))))
                .containsExactly(Errors.ELECTION_NOT_NEEDED, Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void answersThoseAloneThatNeededOneForNoList() {
        ledBy(2);

        ElectLeadersResponseData answer = ask(2, new ElectLeadersRequestData().setTopicPartitions(null));

        assertThat(answer.replicaElectionResults())
                .flatExtracting(ReplicaElectionResult::partitionResult)
                .extracting(PartitionResult::partitionId)
                .containsExactly(0);
    }

    @Test
    void electsUncleanlyOnlyWhereNobodyLeads() {
        assertThat(errors(ask(2, named(0).setElectionType((byte) 1)))).containsExactly(Errors.ELECTION_NOT_NEEDED);
    }

    @Test
    void refusesAKindOfElectionThatThereIsNot() {
        assertThat(ask(2, named(0).setElectionType((byte) 7)).errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
    }

    @Test
    void refusesCallersWhoMayNotAlterTheCluster() {
        node.denying(Operation.ALTER, Resource.CLUSTER);

        assertThat(ask(2, named(0)).errorCode()).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
        assertThat(errors(ask(0, named(0)))).containsExactly(Errors.CLUSTER_AUTHORIZATION_FAILED);
    }

    @Test
    void timesOutWithoutAController() {
        TestBroker deaf = TestBroker.withoutController().withOrders(List.of(1));

        ElectLeadersResponseData answer = deaf.ask(new ElectLeadersHandler(deaf.broker()), 2, named(0).setTimeoutMs(0));

        assertThat(errors(answer)).containsExactly(Errors.REQUEST_TIMED_OUT);
    }

    private void ledBy(int leader) {
        node.publish(new MetadataEvent.PartitionsChanged(
                List.of(new PartitionChange(TestBroker.ORDERS_ID, 0, leader, true, List.of(1, 2)))));
    }

    private ElectLeadersResponseData ask(int version, ElectLeadersRequestData request) {
        return node.ask(new ElectLeadersHandler(node.broker()), version, request);
    }

    private static ElectLeadersRequestData named(Integer... partitions) {
        ElectLeadersRequestData request = new ElectLeadersRequestData().setTimeoutMs(30_000);
        request.topicPartitions()
                .mustAdd(new TopicPartitions().setTopic("orders").setPartitions(List.of(partitions)));
        return request;
    }

    private static List<Errors> errors(ElectLeadersResponseData answer) {
        return answer.replicaElectionResults().stream()
                .flatMap(topic -> topic.partitionResult().stream())
                .map(partition -> Errors.forCode(partition.errorCode()))
                .toList();
    }
}
