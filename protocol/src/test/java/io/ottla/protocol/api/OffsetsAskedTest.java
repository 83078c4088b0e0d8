package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Caller;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.group.state.OffsetToCommit;
import io.ottla.actors.group.state.OffsetsAnswer;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.junit.jupiter.api.Test;

class OffsetsAskedTest {
    private final TestBroker node = TestBroker.start().withOrders(List.of(1), List.of(1));
    private final Map<Integer, Errors> told = new HashMap<>();

    @Test
    void asksTheGroupOnlyForPartitionsThatThereAre() {
        OffsetsAsked offsets = asked(false);
        OffsetsAsked.Topic orders = offsets.topic("orders", Uuid.ZERO_UUID);
        add(offsets, orders, 0);
        add(offsets, orders, 999);

        assertThat(offsets.toCommit())
                .extracting(OffsetToCommit::partition)
                .containsExactly(new TopicPartition("orders", 0));
        assertThat(told).containsEntry(999, Errors.UNKNOWN_TOPIC_OR_PARTITION);

        offsets.complete(OffsetsAnswer.failed(Errors.NOT_COORDINATOR), UnaryOperator.identity());

        assertThat(told).containsEntry(0, Errors.NOT_COORDINATOR).containsEntry(999, Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void knowsTopicsByNameOrById() {
        assertThat(asked(false).topic("orders", Uuid.ZERO_UUID).refusal()).isEqualTo(Errors.NONE);
        assertThat(asked(false).topic("nobody", Uuid.ZERO_UUID).refusal()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(asked(true).topic("", TestBroker.ORDERS_ID).name()).isEqualTo("orders");
        assertThat(asked(true).topic("", new Uuid(404, 404)).refusal()).isEqualTo(Errors.UNKNOWN_TOPIC_ID);
    }

    @Test
    void saysNothingOfTopicsThatTheCallerMayNotRead() {
        node.denying(Operation.READ, Resource.topic("orders"));

        assertThat(asked(false).topic("orders", Uuid.ZERO_UUID).refusal()).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
    }

    private OffsetsAsked asked(boolean topicsById) {
        return new OffsetsAsked(
                ClusterView.now(
                        node.broker(),
                        new Caller(KafkaPrincipal.ANONYMOUS, InetAddress.getLoopbackAddress(), "PLAINTEXT")),
                topicsById);
    }

    private void add(OffsetsAsked offsets, OffsetsAsked.Topic topic, int partition) {
        offsets.add(topic, partition, 7, -1, null, -1, code -> told.put(partition, Errors.forCode(code)));
    }
}
