package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.journal.state.QuorumDescription;
import io.ottla.actors.journal.state.QuorumDescription.Copy;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeQuorumResponseData;
import org.apache.kafka.common.message.DescribeQuorumResponseData.Listener;
import org.apache.kafka.common.message.DescribeQuorumResponseData.ListenerCollection;
import org.apache.kafka.common.message.DescribeQuorumResponseData.Node;
import org.apache.kafka.common.message.DescribeQuorumResponseData.NodeCollection;
import org.apache.kafka.common.message.DescribeQuorumResponseData.PartitionData;
import org.apache.kafka.common.message.DescribeQuorumResponseData.ReplicaState;
import org.apache.kafka.common.message.DescribeQuorumResponseData.TopicData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * DescribeQuorum (KIP-595, KIP-836, KIP-853). The quorum journal stands for what Kafka keeps in {@code
 * __cluster_metadata-0}: its writer is the leader, its voters are the voters, its index the offset.
 */
final class DescribeQuorumHandler implements ApiHandler<DescribeQuorumRequestData, DescribeQuorumResponseData> {
    private static final long UNKNOWN = -1;

    /** The first version with the ids of directories, and where the nodes are (KIP-853). */
    private static final short DIRECTORIES_SINCE = 2;

    private final Broker broker;

    DescribeQuorumHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.DESCRIBE_QUORUM, 0, 2);
    }

    @Override
    public void handle(
            RequestContext context, DescribeQuorumRequestData request, Reply<DescribeQuorumResponseData> reply) {
        if (!broker.authorizer().allows(context.caller(), Operation.DESCRIBE, Resource.CLUSTER)) {
            reply.complete(refused(Errors.CLUSTER_AUTHORIZATION_FAILED));
        } else if (!isAboutTheMetadata(request)) {
            reply.complete(unknown(request));
        } else {
            LaterReply.send(
                    ApiKeys.DESCRIBE_QUORUM,
                    broker.quorum().describe(),
                    quorum -> described(context.version(), quorum),
                    DescribeQuorumHandler::refused,
                    reply);
        }
    }

    private static boolean isAboutTheMetadata(DescribeQuorumRequestData request) {
        return request.topics().stream()
                .allMatch(topic -> topic.topicName().equals(Topic.CLUSTER_METADATA_TOPIC_NAME)
                        && topic.partitions().stream().allMatch(partition -> partition.partitionIndex() == 0));
    }

    private DescribeQuorumResponseData described(short version, QuorumDescription quorum) {
        MetadataImage image = broker.metadata().image();
        long nowMs = broker.clock().millis();
        PartitionData partition = new PartitionData()
                .setPartitionIndex(0)
                .setErrorCode(Errors.NONE.code())
                .setErrorMessage(null)
                .setLeaderId(leader(image, quorum))
                .setLeaderEpoch((int) quorum.epoch())
                .setHighWatermark(quorum.highWatermark())
                .setCurrentVoters(states(version, quorum.voters(), nowMs))
                .setObservers(states(version, quorum.observers(), nowMs));
        DescribeQuorumResponseData response = new DescribeQuorumResponseData()
                .setErrorMessage(null)
                .setTopics(List.of(new TopicData()
                        .setTopicName(Topic.CLUSTER_METADATA_TOPIC_NAME)
                        .setPartitions(List.of(partition))));
        return version >= DIRECTORIES_SINCE ? response.setNodes(nodes(image, quorum)) : response;
    }

    /**
     * The node that writes. Kafka's tools look for it among the voters, which it need not be here: then it is the voter that
     * has the most.
     */
    private static int leader(MetadataImage image, QuorumDescription quorum) {
        boolean votes = quorum.voters().stream().anyMatch(copy -> copy.nodeId() == image.controllerId());
        return votes
                ? image.controllerId()
                : quorum.voters().stream()
                        .max(Comparator.comparingLong(copy -> copy.logEnd().orElse(UNKNOWN)))
                        .map(Copy::nodeId)
                        .orElse((int) UNKNOWN);
    }

    private static List<ReplicaState> states(short version, List<Copy> copies, long nowMs) {
        return copies.stream()
                .map(copy -> new ReplicaState()
                        .setReplicaId(copy.nodeId())
                        .setReplicaDirectoryId(
                                version >= DIRECTORIES_SINCE ? kafkaId(copy.directoryId()) : Uuid.ZERO_UUID)
                        .setLogEndOffset(copy.logEnd().orElse(UNKNOWN))
                        .setLastFetchTimestamp(time(copy.sinceHeardMs(), nowMs))
                        .setLastCaughtUpTimestamp(time(copy.sinceCaughtUpMs(), nowMs)))
                .toList();
    }

    private static Uuid kafkaId(UUID id) {
        return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private static long time(OptionalLong sinceMs, long nowMs) {
        return sinceMs.isPresent() ? nowMs - sinceMs.getAsLong() : UNKNOWN;
    }

    private static NodeCollection nodes(MetadataImage image, QuorumDescription quorum) {
        NodeCollection nodes = new NodeCollection();
        Stream.concat(quorum.voters().stream(), quorum.observers().stream())
                .map(Copy::nodeId)
                .distinct()
                .map(image.brokers()::get)
                .filter(registered -> registered != null)
                .forEach(registered -> nodes.mustAdd(node(registered)));
        return nodes;
    }

    /** Where the node is reached by other nodes: it is not an address for clients. */
    private static Node node(BrokerImage registered) {
        ListenerCollection listeners = new ListenerCollection();
        listeners.mustAdd(new Listener()
                .setName("CONTROLLER")
                .setHost(registered.control().host())
                .setPort(registered.control().port()));
        return new Node().setNodeId(registered.id()).setListeners(listeners);
    }

    private static DescribeQuorumResponseData unknown(DescribeQuorumRequestData request) {
        List<TopicData> topics = request.topics().stream()
                .map(topic -> new TopicData()
                        .setTopicName(topic.topicName())
                        .setPartitions(topic.partitions().stream()
                                .map(partition -> new PartitionData()
                                        .setPartitionIndex(partition.partitionIndex())
                                        .setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code())
                                        .setErrorMessage(Errors.UNKNOWN_TOPIC_OR_PARTITION.message())
                                        .setLeaderId((int) UNKNOWN))
                                .toList()))
                .toList();
        return new DescribeQuorumResponseData().setErrorMessage(null).setTopics(topics);
    }

    private static DescribeQuorumResponseData refused(Errors error) {
        return new DescribeQuorumResponseData().setErrorCode(error.code()).setErrorMessage(error.message());
    }
}
