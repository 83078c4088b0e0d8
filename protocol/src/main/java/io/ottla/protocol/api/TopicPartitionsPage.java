package io.ottla.protocol.api;

import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponsePartition;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** One page of described partitions: when it is full, a cursor says where the next one begins. */
final class TopicPartitionsPage {
    private final ClusterView cluster;
    private final DescribeTopicPartitionsResponseData response = new DescribeTopicPartitionsResponseData();
    private int room;

    /**
     * An empty page.
     *
     * @param room how many partitions fit in it
     */
    TopicPartitionsPage(ClusterView cluster, int room) {
        this.cluster = cluster;
        this.room = room;
    }

    /** Adds a topic from this partition on, or as much of it as fits; false when the page is full. */
    boolean add(String name, int first) {
        if (room == 0) {
            endAt(name, first);
            return false;
        }
        Optional<TopicImage> topic = cluster.image().topics().topic(name);
        if (topic.isEmpty()) {
            refuse(name, TopicNames.absence(name));
            return true;
        }
        List<PartitionImage> partitions = topic.get().partitions();
        int begin = Math.min(first, partitions.size());
        int end = begin + Math.min(room, partitions.size() - begin);
        response.topics().mustAdd(described(topic.get(), partitions.subList(begin, end)));
        room -= end - begin;
        if (end < partitions.size()) {
            endAt(name, end);
            return false;
        }
        return true;
    }

    /** Adds a topic with nothing but an error. */
    void refuse(String name, Errors error) {
        response.topics().mustAdd(refused(name, error));
    }

    /** The page as a response. */
    DescribeTopicPartitionsResponseData response() {
        return response;
    }

    /** A topic with nothing but an error. */
    static DescribeTopicPartitionsResponseTopic refused(String name, Errors error) {
        return new DescribeTopicPartitionsResponseTopic()
                .setErrorCode(error.code())
                .setName(name)
                .setTopicId(Uuid.ZERO_UUID)
                .setIsInternal(Topic.isInternal(name));
    }

    private void endAt(String name, int partition) {
        response.setNextCursor(new Cursor().setTopicName(name).setPartitionIndex(partition));
    }

    private DescribeTopicPartitionsResponseTopic described(TopicImage topic, List<PartitionImage> partitions) {
        return new DescribeTopicPartitionsResponseTopic()
                .setErrorCode(Errors.NONE.code())
                .setName(topic.name())
                .setTopicId(topic.id())
                .setIsInternal(Topic.isInternal(topic.name()))
                .setPartitions(partitions.stream().map(this::partition).toList())
                .setTopicAuthorizedOperations(cluster.topicOperations(topic.name()));
    }

    private DescribeTopicPartitionsResponsePartition partition(PartitionImage partition) {
        PartitionState state = new PartitionState(cluster.image(), partition);
        return new DescribeTopicPartitionsResponsePartition()
                .setErrorCode(state.error().code())
                .setPartitionIndex(partition.partition())
                .setLeaderId(state.leader())
                .setLeaderEpoch(partition.leaderEpoch())
                .setReplicaNodes(partition.replicas())
                .setIsrNodes(partition.isr())
                .setEligibleLeaderReplicas(partition.elr())
                .setLastKnownElr(state.lastKnownLeader().stream().toList())
                .setOfflineReplicas(state.offlineReplicas());
    }
}
