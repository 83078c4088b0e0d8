package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeleteTopicsHandlerTest {
    private static final Uuid UNKNOWN_ID = new Uuid(9, 9);

    private final TestBroker node = TestBroker.start().withOrders(List.of(1));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void deletesByName(int version) {
        DeletableTopicResult result = only(ask(version, named("orders")));

        assertThat(result.name()).isEqualTo("orders");
        assertThat(result.errorCode()).isZero();
        assertThat(node.image().topics().size()).isZero();
    }

    @Test
    void deletesByNameInVersion6() {
        DeletableTopicResult result = only(ask(6, states(state("orders", Uuid.ZERO_UUID))));

        assertThat(result.topicId()).isEqualTo(TestBroker.ORDERS_ID);
        assertThat(result.errorCode()).isZero();
        assertThat(result.errorMessage()).isNull();
    }

    @Test
    void deletesById() {
        DeletableTopicResult result = only(ask(6, states(state(null, TestBroker.ORDERS_ID))));

        assertThat(result.name()).isEqualTo("orders");
        assertThat(result.errorCode()).isZero();
        assertThat(node.image().topics().size()).isZero();
    }

    @Test
    void saysWhichTopicsThereAreNot() {
        assertThat(errors(ask(6, states(state("nowhere", Uuid.ZERO_UUID), state(null, UNKNOWN_ID)))))
                .containsExactlyInAnyOrder(Errors.UNKNOWN_TOPIC_OR_PARTITION, Errors.UNKNOWN_TOPIC_ID);
    }

    @Test
    void leavesATopicAloneThatIsNamedTwice() {
        assertThat(errors(ask(5, named("orders", "orders")))).containsExactly(Errors.INVALID_REQUEST);
        assertThat(node.image().topics().size()).isEqualTo(1);
    }

    @Test
    void leavesATopicAloneThatIsGivenByNameAndById() {
        DeleteTopicsResponseData answer =
                ask(6, states(state("orders", Uuid.ZERO_UUID), state(null, TestBroker.ORDERS_ID)));

        assertThat(errors(answer)).containsExactly(Errors.INVALID_REQUEST);
        assertThat(errors(ask(6, states(state("orders", Uuid.ZERO_UUID))))).containsExactly(Errors.NONE);
    }

    @Test
    void refusesANameTogetherWithAnIdAndNeither() {
        DeleteTopicsResponseData answer =
                ask(6, states(state("orders", TestBroker.ORDERS_ID), state(null, Uuid.ZERO_UUID)));

        assertThat(errors(answer)).containsExactly(Errors.INVALID_REQUEST, Errors.INVALID_REQUEST);
        assertThat(node.image().topics().size()).isEqualTo(1);
    }

    @Test
    void refusesCallersWhoMayNotDelete() {
        node.denying(Operation.DELETE, Resource.CLUSTER).denying(Operation.DELETE, Resource.topic("orders"));

        assertThat(errors(ask(5, named("orders")))).containsExactly(Errors.TOPIC_AUTHORIZATION_FAILED);
        assertThat(node.image().topics().size()).isEqualTo(1);
    }

    @Test
    void doesNotTellACallerWhoMayNotDescribeTheNameOfAnId() {
        node.denying(Operation.DELETE, Resource.CLUSTER).denying(Operation.DESCRIBE, Resource.topic("orders"));

        DeletableTopicResult result = only(ask(6, states(state(null, TestBroker.ORDERS_ID))));

        assertThat(result.errorCode()).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED.code());
        assertThat(result.name()).isNull();
    }

    @Test
    void needsNoMoreThanTheClustersPermission() {
        node.denying(Operation.DELETE, Resource.topic("orders")).denying(Operation.DESCRIBE, Resource.topic("orders"));

        assertThat(errors(ask(5, named("orders")))).containsExactly(Errors.NONE);
    }

    @Test
    void refusesWhereDeletionIsDisabled() {
        node.with("delete.topic.enable", "false");

        assertThat(errors(ask(2, named("orders")))).containsExactly(Errors.INVALID_REQUEST);
        assertThat(errors(ask(3, named("orders")))).containsExactly(Errors.TOPIC_DELETION_DISABLED);
    }

    @Test
    void timesOutWithoutAController() {
        TestBroker deaf = TestBroker.withoutController().withOrders(List.of(1));

        DeleteTopicsResponseData answer = deaf.ask(
                new DeleteTopicsHandler(deaf.broker()),
                5,
                named("orders", "nowhere").setTimeoutMs(1));

        assertThat(errors(answer))
                .containsExactlyInAnyOrder(Errors.REQUEST_TIMED_OUT, Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    private DeleteTopicsResponseData ask(int version, DeleteTopicsRequestData request) {
        return node.ask(new DeleteTopicsHandler(node.broker()), version, request);
    }

    private static DeleteTopicsRequestData named(String... names) {
        return new DeleteTopicsRequestData().setTopicNames(List.of(names)).setTimeoutMs(30_000);
    }

    private static DeleteTopicsRequestData states(DeleteTopicState... topics) {
        return new DeleteTopicsRequestData().setTopics(Arrays.asList(topics)).setTimeoutMs(30_000);
    }

    private static DeleteTopicState state(String name, Uuid id) {
        return new DeleteTopicState().setName(name).setTopicId(id);
    }

    private static List<Errors> errors(DeleteTopicsResponseData answer) {
        return answer.responses().stream()
                .map(result -> Errors.forCode(result.errorCode()))
                .toList();
    }

    private static DeletableTopicResult only(DeleteTopicsResponseData answer) {
        assertThat(answer.responses()).hasSize(1);
        return answer.responses().iterator().next();
    }
}
