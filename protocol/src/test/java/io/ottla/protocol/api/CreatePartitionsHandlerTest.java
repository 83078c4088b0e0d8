package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsAssignment;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopicCollection;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreatePartitionsHandlerTest {
    private final TestBroker node = TestBroker.start().withOrders(List.of(1));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void addsPartitions(int version) {
        CreatePartitionsResponseData answer = ask(version, request(topic("orders", 3)));

        assertThat(errors(answer)).containsExactly(Errors.NONE);
        assertThat(answer.results().get(0).errorMessage()).isNull();
        assertThat(node.topic("orders").partitions()).hasSize(3);
    }

    @Test
    void addsThemWhereItIsTold() {
        ask(3, request(topic("orders", 2, List.of(2))));

        assertThat(node.topic("orders").partitions().get(1).replicas()).containsExactly(2);
    }

    @Test
    void onlyValidatesWhenAskedTo() {
        assertThat(errors(ask(3, request(topic("orders", 3)).setValidateOnly(true))))
                .containsExactly(Errors.NONE);
        assertThat(node.topic("orders").partitions()).hasSize(1);
    }

    @Test
    void handsOnWhatTheControllerRefuses() {
        CreatePartitionsResponseData answer = ask(3, request(topic("orders", 1), topic("nowhere", 2)));

        assertThat(errors(answer)).containsExactly(Errors.INVALID_PARTITIONS, Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(answer.results().get(0).errorMessage()).isEqualTo("Topic already has 1 partition(s).");
    }

    @Test
    void refusesAssignmentsThatAssignNothing() {
        CreatePartitionsTopic topic = topic("orders", 2).setAssignments(List.of());

        assertThat(errors(ask(3, request(topic)))).containsExactly(Errors.INVALID_REPLICA_ASSIGNMENT);
    }

    @Test
    void leavesATopicAloneThatIsNamedTwice() {
        assertThat(errors(ask(3, request(topic("orders", 2), topic("orders", 3)))))
                .containsExactly(Errors.INVALID_REQUEST);
        assertThat(node.topic("orders").partitions()).hasSize(1);
    }

    @Test
    void refusesCallersWhoMayNotAlterTheTopic() {
        node.denying(Operation.ALTER, Resource.topic("orders"));

        assertThat(errors(ask(3, request(topic("orders", 2))))).containsExactly(Errors.TOPIC_AUTHORIZATION_FAILED);
    }

    @Test
    void timesOutWithoutAController() {
        TestBroker deaf = TestBroker.withoutController().withOrders(List.of(1));

        CreatePartitionsResponseData answer = deaf.ask(
                new CreatePartitionsHandler(deaf.broker()),
                3,
                request(topic("orders", 2)).setTimeoutMs(0));

        assertThat(errors(answer)).containsExactly(Errors.REQUEST_TIMED_OUT);
    }

    private CreatePartitionsResponseData ask(int version, CreatePartitionsRequestData request) {
        return node.ask(new CreatePartitionsHandler(node.broker()), version, request);
    }

    private static CreatePartitionsRequestData request(CreatePartitionsTopic... topics) {
        return new CreatePartitionsRequestData()
                .setTopics(new CreatePartitionsTopicCollection(
                        Arrays.asList(topics).iterator()))
                .setTimeoutMs(30_000);
    }

    private static CreatePartitionsTopic topic(String name, int count) {
        return new CreatePartitionsTopic().setName(name).setCount(count).setAssignments(null);
    }

    private static CreatePartitionsTopic topic(String name, int count, List<Integer> brokers) {
        return topic(name, count).setAssignments(List.of(new CreatePartitionsAssignment().setBrokerIds(brokers)));
    }

    private static List<Errors> errors(CreatePartitionsResponseData answer) {
        return answer.results().stream()
                .map(result -> Errors.forCode(result.errorCode()))
                .toList();
    }
}
