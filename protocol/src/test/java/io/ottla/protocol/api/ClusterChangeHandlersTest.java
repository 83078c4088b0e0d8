package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.journal.state.QuorumDescription;
import io.ottla.actors.journal.state.QuorumDescription.Copy;
import io.ottla.actors.metadata.Feature;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeQuorumResponseData;
import org.apache.kafka.common.message.DescribeQuorumResponseData.PartitionData;
import org.apache.kafka.common.message.DescribeQuorumResponseData.ReplicaState;
import org.apache.kafka.common.message.UnregisterBrokerRequestData;
import org.apache.kafka.common.message.UnregisterBrokerResponseData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData.FeatureUpdateKey;
import org.apache.kafka.common.message.UpdateFeaturesResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UnregisterBroker, UpdateFeatures and DescribeQuorum. */
class ClusterChangeHandlersTest {
    private final TestBroker node = TestBroker.start();

    @Test
    void forgetsABroker() {
        assertThat(unregister(3).errorCode()).isZero();
        assertThat(node.image().brokers()).doesNotContainKey(3);
    }

    @Test
    void doesNotForgetWhomItDoesNotKnow() {
        assertThat(unregister(9).errorCode()).isEqualTo(Errors.BROKER_ID_NOT_REGISTERED.code());
        node.denying(Operation.ALTER, Resource.CLUSTER);
        assertThat(unregister(3).errorCode()).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void setsTheLevelOfAFeature(int version) {
        UpdateFeaturesResponseData answer = update(version, downgrade(version, (short) 1));

        assertThat(answer.errorCode()).isZero();
        assertThat(answer.results()).hasSize(version < 2 ? 1 : 0);
        assertThat(Feature.TRANSACTION_VERSION.level(node.image())).isEqualTo(1);
    }

    @Test
    void onlyValidatesWhenAskedTo() {
        assertThat(update(2, downgrade(2, (short) 1).setValidateOnly(true)).errorCode())
                .isZero();
        assertThat(Feature.TRANSACTION_VERSION.level(node.image())).isEqualTo(2);
    }

    @Test
    void refusesALevelThatCannotBe() {
        assertThat(update(2, downgrade(2, (short) 9)).errorCode()).isEqualTo(Errors.INVALID_UPDATE_VERSION.code());
        assertThat(Errors.forCode(update(1, downgrade(1, (short) 9))
                        .results()
                        .find("transaction.version")
                        .errorCode()))
                .isEqualTo(Errors.INVALID_UPDATE_VERSION);
    }

    @Test
    void describesTheJournalAsTheMetadataTopic() {
        node.quorum = new QuorumDescription(
                7,
                42,
                List.of(new Copy(1, new UUID(1, 1), OptionalLong.of(42), OptionalLong.of(0), OptionalLong.of(0))),
                List.of(new Copy(2, new UUID(1, 2), OptionalLong.of(40), OptionalLong.empty(), OptionalLong.empty())));

        DescribeQuorumResponseData answer = quorum("__cluster_metadata");

        PartitionData partition = answer.topics().get(0).partitions().get(0);
        assertThat(partition.leaderId()).isEqualTo(1);
        assertThat(partition.leaderEpoch()).isEqualTo(7);
        assertThat(partition.highWatermark()).isEqualTo(42);
        assertThat(partition.currentVoters())
                .extracting(ReplicaState::replicaId, ReplicaState::replicaDirectoryId, ReplicaState::logEndOffset)
                .containsExactly(tuple(1, new Uuid(1, 1), 42L));
        assertThat(partition.currentVoters().get(0).lastCaughtUpTimestamp()).isPositive();
        assertThat(partition.observers().get(0).lastFetchTimestamp()).isEqualTo(-1);
        assertThat(answer.nodes().stream().map(DescribeQuorumResponseData.Node::nodeId))
                .containsExactly(1, 2);
    }

    @Test
    void namesAVoterAsLeaderAlsoWhenTheWriterHasNoVote() {
        node.quorum = new QuorumDescription(
                7,
                42,
                List.of(
                        new Copy(2, new UUID(1, 2), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()),
                        new Copy(3, new UUID(1, 3), OptionalLong.of(42), OptionalLong.empty(), OptionalLong.empty())),
                List.of());

        assertThat(quorum("__cluster_metadata")
                        .topics()
                        .get(0)
                        .partitions()
                        .get(0)
                        .leaderId())
                .isEqualTo(3);
    }

    @Test
    void describesNoOtherTopic() {
        DescribeQuorumResponseData answer = quorum("orders");

        assertThat(answer.topics().get(0).partitions().get(0).errorCode())
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        node.denying(Operation.DESCRIBE, Resource.CLUSTER);
        assertThat(quorum("__cluster_metadata").errorCode()).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
    }

    private UnregisterBrokerResponseData unregister(int id) {
        return node.ask(
                new UnregisterBrokerHandler(node.broker()), 0, new UnregisterBrokerRequestData().setBrokerId(id));
    }

    private UpdateFeaturesResponseData update(int version, UpdateFeaturesRequestData request) {
        return node.ask(new UpdateFeaturesHandler(node.broker()), version, request);
    }

    private static UpdateFeaturesRequestData downgrade(int version, short level) {
        FeatureUpdateKey key =
                new FeatureUpdateKey().setFeature("transaction.version").setMaxVersionLevel(level);
        UpdateFeaturesRequestData request = new UpdateFeaturesRequestData().setTimeoutMs(30_000);
        request.featureUpdates().mustAdd(version == 0 ? key.setAllowDowngrade(true) : key.setUpgradeType((byte) 2));
        return request;
    }

    private DescribeQuorumResponseData quorum(String topic) {
        return node.ask(
                new DescribeQuorumHandler(node.broker()),
                2,
                new DescribeQuorumRequestData()
                        .setTopics(List.of(new DescribeQuorumRequestData.TopicData()
                                .setTopicName(topic)
                                .setPartitions(
                                        List.of(new DescribeQuorumRequestData.PartitionData().setPartitionIndex(0))))));
    }
}
