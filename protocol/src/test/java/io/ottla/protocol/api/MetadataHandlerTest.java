package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.MetadataEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataHandlerTest {
    private static final Uuid UNKNOWN_ID = new Uuid(9, 9);

    private final TestBroker node = TestBroker.start();

    @Test
    void namesLiveBrokersControllerAndCluster() {
        MetadataResponseData answer = ask(13, new MetadataRequestData().setTopics(List.of()));

        assertThat(answer.brokers()).extracting(MetadataResponseBroker::nodeId).containsExactly(1, 2);
        MetadataResponseBroker first = answer.brokers().find(1);
        assertThat(first.host()).isEqualTo("host1");
        assertThat(first.port()).isEqualTo(9091);
        assertThat(first.rack()).isEqualTo("a");
        assertThat(answer.controllerId()).isEqualTo(1);
        assertThat(answer.clusterId()).isEqualTo("cluster-id");
        assertThat(answer.topics()).isEmpty();
        assertThat(answer.errorCode()).isZero();
    }

    @Test
    void namesItselfWhileTheControllerMoves() {
        node.publish(new MetadataEvent.ControllerElected(3, 2));

        assertThat(ask(13, new MetadataRequestData().setTopics(List.of())).controllerId())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 13})
    void describesAllTopicsForNoList(int version) {
        node.withOrders(List.of(1, 2)).withTopic("audit", new Uuid(8, 8), List.of(1));

        assertThat(names(ask(version, new MetadataRequestData().setTopics(null))))
                .containsExactly("audit", "orders");
    }

    @Test
    void describesAllTopicsForAnEmptyListInVersion0() {
        node.withOrders(List.of(1, 2));

        assertThat(names(ask(0, new MetadataRequestData().setTopics(List.of()))))
                .containsExactly("orders");
    }

    @Test
    void describesPartitions() {
        node.withOrders(List.of(1, 2), List.of(2, 1));

        MetadataResponseTopic orders = only(ask(13, named("orders")));

        assertThat(orders.errorCode()).isZero();
        assertThat(orders.topicId()).isEqualTo(TestBroker.ORDERS_ID);
        assertThat(orders.isInternal()).isFalse();
        MetadataResponsePartition second = orders.partitions().get(1);
        assertThat(second.partitionIndex()).isEqualTo(1);
        assertThat(second.leaderId()).isEqualTo(2);
        assertThat(second.leaderEpoch()).isZero();
        assertThat(second.replicaNodes()).containsExactly(2, 1);
        assertThat(second.isrNodes()).containsExactly(2, 1);
        assertThat(second.offlineReplicas()).isEmpty();
    }

    @Test
    void describesATopicOnceThatIsNamedTwice() {
        node.withOrders(List.of(1));

        assertThat(names(ask(12, named("orders", "orders")))).containsExactly("orders");
    }

    @Test
    void saysThatNobodyLeadsAPartitionOfAFencedBroker() {
        node.withOrders(List.of(3, 1));

        MetadataResponsePartition partition =
                only(ask(12, named("orders"))).partitions().get(0);

        assertThat(partition.errorCode()).isEqualTo(Errors.LEADER_NOT_AVAILABLE.code());
        assertThat(partition.leaderId()).isEqualTo(-1);
        assertThat(partition.replicaNodes()).containsExactly(3, 1);
        assertThat(partition.offlineReplicas()).containsExactly(3);
    }

    @Test
    void leavesOutReplicasThatCannotBeReachedInVersion0() {
        node.withOrders(List.of(1, 3));

        MetadataResponsePartition partition =
                only(ask(0, named("orders"))).partitions().get(0);

        assertThat(partition.errorCode()).isEqualTo(Errors.REPLICA_NOT_AVAILABLE.code());
        assertThat(partition.replicaNodes()).containsExactly(1);
    }

    @Test
    void findsTopicsById() {
        node.withOrders(List.of(1));

        MetadataResponseData answer = ask(12, identified(TestBroker.ORDERS_ID, UNKNOWN_ID));

        assertThat(answer.topics())
                .extracting(MetadataResponseTopic::errorCode)
                .containsExactly(Errors.NONE.code(), Errors.UNKNOWN_TOPIC_ID.code());
        assertThat(answer.topics())
                .extracting(MetadataResponseTopic::topicId)
                .containsExactly(TestBroker.ORDERS_ID, UNKNOWN_ID);
        assertThat(names(answer)).containsExactly("orders", null);
    }

    @Test
    void tellsEveryUnknownIdApart() {
        assertThat(ask(12, identified(UNKNOWN_ID, new Uuid(9, 10))).topics()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11})
    void refusesTopicIdsInVersionsThatOnlyHaveTheField(int version) {
        assertThat(only(ask(version, identified(TestBroker.ORDERS_ID))).errorCode())
                .isEqualTo(Errors.INVALID_REQUEST.code());
    }

    @Test
    void refusesATopicWithNeitherNameNorId() {
        MetadataResponseData answer = ask(13, identified(Uuid.ZERO_UUID));

        assertThat(answer.errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
    }

    @Test
    void createsATopicThatIsAskedForAndAnswersWithIt() {
        MetadataResponseTopic created = only(ask(12, named("fresh")));

        assertThat(created.errorCode()).isZero();
        assertThat(created.partitions()).hasSize(1);
        assertThat(created.topicId()).isEqualTo(node.topic("fresh").id());
    }

    @Test
    void createsInternalTopicsWithTheirOwnSettings() {
        node.with("offsets.topic.num.partitions", "7").with("offsets.topic.replication.factor", "2");

        MetadataResponseTopic created = only(ask(12, named("__consumer_offsets")));

        assertThat(created.isInternal()).isTrue();
        assertThat(created.partitions()).hasSize(7);
        assertThat(node.image().config(io.ottla.actors.metadata.ConfigResource.topic("__consumer_offsets")))
                .containsEntry("cleanup.policy", "compact");
    }

    @Test
    void doesNotCreateForAClientThatDoesNotWantIt() {
        MetadataRequestData request = named("fresh").setAllowAutoTopicCreation(false);

        assertThat(only(ask(12, request)).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(node.image().topics().size()).isZero();
    }

    @Test
    void doesNotCreateWhenTheClusterForbidsIt() {
        node.with("auto.create.topics.enable", "false");

        assertThat(only(ask(12, named("fresh"))).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    @Test
    void doesNotCreateForACallerWhoMayNot() {
        node.denying(Operation.CREATE, Resource.CLUSTER).denying(Operation.CREATE, Resource.topic("fresh"));

        assertThat(only(ask(12, named("fresh"))).errorCode()).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"__cluster_metadata", "__share_group_state"})
    void doesNotCreateWhatNobodyUses(String name) {
        assertThat(only(ask(12, named(name))).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    @Test
    void refusesANameThatIsNotAllowed() {
        assertThat(only(ask(12, named("no spaces"))).errorCode()).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION.code());
    }

    @Test
    void saysUnknownWhenTheCreationTakesTooLong() {
        AutoTopicCreation creation =
                new AutoTopicCreation(TestBroker.withoutController().broker(), Duration.ofMillis(20));

        assertThat(creation.create(List.of("fresh")).toCompletableFuture().join())
                .isEqualTo(Map.of("fresh", Errors.UNKNOWN_TOPIC_OR_PARTITION));
    }

    @Test
    void hidesTopicsFromCallersWhoMayNotDescribeThem() {
        node.withOrders(List.of(1)).denying(Operation.DESCRIBE, Resource.topic("orders"));

        assertThat(ask(12, new MetadataRequestData().setTopics(null)).topics()).isEmpty();
        MetadataResponseTopic byName = only(ask(12, named("orders")));
        assertThat(byName.errorCode()).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED.code());
        assertThat(byName.topicId()).isEqualTo(Uuid.ZERO_UUID);
        MetadataResponseTopic byId = only(ask(12, identified(TestBroker.ORDERS_ID)));
        assertThat(byId.errorCode()).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED.code());
        assertThat(byId.name()).isNull();
    }

    @Test
    void tellsWhatTheCallerMayDo() {
        node.withOrders(List.of(1)).denying(Operation.ALTER, Resource.topic("orders"));

        MetadataResponseData answer = ask(
                10,
                named("orders").setIncludeTopicAuthorizedOperations(true).setIncludeClusterAuthorizedOperations(true));

        int topicBits = only(answer).topicAuthorizedOperations();
        assertThat(topicBits).matches(bits -> has(bits, AclOperation.READ));
        assertThat(topicBits).matches(bits -> !has(bits, AclOperation.ALTER));
        assertThat(topicBits).matches(bits -> !has(bits, AclOperation.CLUSTER_ACTION));
        assertThat(answer.clusterAuthorizedOperations()).matches(bits -> has(bits, AclOperation.CLUSTER_ACTION));
    }

    @Test
    void tellsNothingOfWhatTheCallerMayDoUnlessAsked() {
        node.withOrders(List.of(1));

        assertThat(only(ask(12, named("orders"))).topicAuthorizedOperations()).isEqualTo(Integer.MIN_VALUE);
    }

    private MetadataResponseData ask(int version, MetadataRequestData request) {
        return node.ask(new MetadataHandler(node.broker()), version, request);
    }

    private static boolean has(int bits, AclOperation operation) {
        return (bits & 1 << operation.code()) != 0;
    }

    private static MetadataRequestData named(String... names) {
        return new MetadataRequestData()
                .setTopics(Arrays.stream(names)
                        .map(name -> new MetadataRequestTopic().setName(name))
                        .toList());
    }

    private static MetadataRequestData identified(Uuid... ids) {
        return new MetadataRequestData()
                .setTopics(Arrays.stream(ids)
                        .map(id -> new MetadataRequestTopic().setName(null).setTopicId(id))
                        .toList());
    }

    private static MetadataResponseTopic only(MetadataResponseData answer) {
        assertThat(answer.topics()).hasSize(1);
        return answer.topics().iterator().next();
    }

    private static List<String> names(MetadataResponseData answer) {
        return answer.topics().stream().map(MetadataResponseTopic::name).toList();
    }
}
