package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.ConfigResource;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicCollection;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicConfigs;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTopicsHandlerTest {
    private final TestBroker node = TestBroker.start();

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7})
    void createsTopics(int version) {
        CreatableTopicResult result = only(ask(version, request(topic("orders", 3, 2))));

        assertThat(result.errorCode()).isZero();
        assertThat(result.errorMessage()).isNull();
        assertThat(node.topic("orders").partitions()).hasSize(3);
    }

    @Test
    void tellsWhatTheTopicBecame() {
        CreatableTopic topic = topic("orders", -1, -1);
        topic.configs().add(new CreatableTopicConfig().setName("retention.ms").setValue("1234"));

        CreatableTopicResult result = only(ask(7, request(topic)));

        assertThat(result.topicId()).isEqualTo(node.topic("orders").id());
        assertThat(result.numPartitions()).isEqualTo(1);
        assertThat(result.replicationFactor()).isEqualTo((short) 1);
        CreatableTopicConfigs retention = config(result, "retention.ms");
        assertThat(retention.value()).isEqualTo("1234");
        assertThat(retention.configSource()).isEqualTo(ConfigSource.TOPIC_CONFIG.id());
        assertThat(config(result, "cleanup.policy").configSource()).isEqualTo(ConfigSource.DEFAULT_CONFIG.id());
        assertThat(node.image().config(ConfigResource.topic("orders"))).containsEntry("retention.ms", "1234");
    }

    @Test
    void onlyValidatesWhenAskedTo() {
        CreatableTopicResult result = only(ask(7, request(topic("orders", 3, 2)).setValidateOnly(true)));

        assertThat(result.errorCode()).isZero();
        assertThat(result.numPartitions()).isEqualTo(3);
        assertThat(node.image().topics().size()).isZero();
    }

    @Test
    void placesPartitionsWhereItIsTold() {
        CreatableTopic topic = assigned(topic("orders", -1, -1), 0, 1, 2);

        assertThat(only(ask(7, request(topic))).errorCode()).isZero();
        assertThat(node.topic("orders").partitions().get(0).replicas()).containsExactly(1, 2);
    }

    @Test
    void refusesCountsBesideAssignments() {
        assertThat(errors(ask(7, request(assigned(topic("orders", 1, -1), 0, 1)))))
                .containsExactly(Errors.INVALID_REQUEST);
        assertThat(errors(ask(7, request(assigned(topic("orders", -1, 1), 0, 1)))))
                .containsExactly(Errors.INVALID_REQUEST);
    }

    @Test
    void refusesAPartitionAssignedTwice() {
        CreatableTopic topic = assigned(assigned(topic("orders", -1, -1), 0, 1), 0, 2);

        assertThat(errors(ask(7, request(topic)))).containsExactly(Errors.INVALID_REPLICA_ASSIGNMENT);
    }

    @Test
    void handsOnWhatTheControllerRefuses() {
        node.withOrders(List.of(1));

        CreateTopicsResponseData answer = ask(
                7, request(topic("orders", 1, 1), topic("no spaces", 1, 1), topic("many", 1, 9), topic("few", 0, 1)));

        assertThat(errors(answer))
                .containsExactly(
                        Errors.TOPIC_ALREADY_EXISTS,
                        Errors.INVALID_TOPIC_EXCEPTION,
                        Errors.INVALID_REPLICATION_FACTOR,
                        Errors.INVALID_PARTITIONS);
        assertThat(answer.topics().find("orders").errorMessage()).isEqualTo("Topic 'orders' already exists.");
    }

    @Test
    void leavesATopicAloneThatIsNamedTwice() {
        assertThat(errors(ask(7, request(topic("orders", 1, 1), topic("orders", 2, 1)))))
                .containsExactly(Errors.INVALID_REQUEST);
        assertThat(node.image().topics().size()).isZero();
    }

    @Test
    void refusesTheReservedName() {
        assertThat(errors(ask(7, request(topic("__cluster_metadata", 1, 1))))).containsExactly(Errors.INVALID_REQUEST);
    }

    @Test
    void refusesSettingsThatAreWrong() {
        CreatableTopic unknown = topic("a", 1, 1);
        unknown.configs().add(new CreatableTopicConfig().setName("no.such").setValue("1"));
        CreatableTopic wrong = topic("b", 1, 1);
        wrong.configs().add(new CreatableTopicConfig().setName("retention.ms").setValue("soon"));
        CreatableTopic missing = topic("c", 1, 1);
        missing.configs().add(new CreatableTopicConfig().setName("retention.ms").setValue(null));

        CreateTopicsResponseData answer = ask(7, request(unknown, wrong, missing));

        assertThat(errors(answer)).containsOnly(Errors.INVALID_CONFIG).hasSize(3);
        assertThat(answer.topics().find("a").errorMessage()).contains("no.such");
        assertThat(answer.topics().find("b").errorMessage()).contains("retention.ms");
        assertThat(node.image().topics().size()).isZero();
    }

    @Test
    void refusesCallersWhoMayNotCreate() {
        node.denying(Operation.CREATE, Resource.CLUSTER).denying(Operation.CREATE, Resource.topic("orders"));

        assertThat(errors(ask(7, request(topic("orders", 1, 1), topic("audit", 1, 1)))))
                .containsExactly(Errors.TOPIC_AUTHORIZATION_FAILED, Errors.NONE);
    }

    @Test
    void keepsTheSettingsFromCallersWhoMayNotSeeThem() {
        node.denying(Operation.DESCRIBE_CONFIGS, Resource.topic("orders"));

        CreatableTopicResult result = only(ask(7, request(topic("orders", 1, 1))));

        assertThat(result.errorCode()).isZero();
        assertThat(result.topicConfigErrorCode()).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED.code());
        assertThat(result.configs()).isEmpty();
        assertThat(result.numPartitions()).isEqualTo(-1);
    }

    @Test
    void timesOutWithoutAController() {
        TestBroker deaf = TestBroker.withoutController();

        CreateTopicsResponseData answer = deaf.ask(
                new CreateTopicsHandler(deaf.broker()),
                7,
                request(topic("orders", 1, 1)).setTimeoutMs(1));

        assertThat(errors(answer)).containsExactly(Errors.REQUEST_TIMED_OUT);
    }

    private CreateTopicsResponseData ask(int version, CreateTopicsRequestData request) {
        return node.ask(new CreateTopicsHandler(node.broker()), version, request);
    }

    private static CreateTopicsRequestData request(CreatableTopic... topics) {
        return new CreateTopicsRequestData()
                .setTopics(new CreatableTopicCollection(Arrays.asList(topics).iterator()));
    }

    private static CreatableTopic topic(String name, int partitions, int replicationFactor) {
        return new CreatableTopic().setName(name).setNumPartitions(partitions).setReplicationFactor((short)
                replicationFactor);
    }

    private static CreatableTopic assigned(CreatableTopic topic, int partition, Integer... brokers) {
        topic.assignments()
                .add(new CreatableReplicaAssignment()
                        .setPartitionIndex(partition)
                        .setBrokerIds(List.of(brokers)));
        return topic;
    }

    private static CreatableTopicConfigs config(CreatableTopicResult result, String name) {
        return result.configs().stream()
                .filter(config -> config.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Errors> errors(CreateTopicsResponseData answer) {
        return answer.topics().stream()
                .map(result -> Errors.forCode(result.errorCode()))
                .toList();
    }

    private static CreatableTopicResult only(CreateTopicsResponseData answer) {
        assertThat(answer.topics()).hasSize(1);
        return answer.topics().iterator().next();
    }
}
