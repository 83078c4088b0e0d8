package io.ottla.protocol.api;

import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** The topics of a Metadata response, each with its error or its partitions. */
final class MetadataTopics {
    private final ClusterView cluster;
    private final Map<String, Errors> absences;
    private final boolean withOperations;
    private final boolean hideMissingReplicas;

    /**
     * Describes the topics of one request.
     *
     * @param absences why topics that were to be created are not there
     */
    MetadataTopics(ClusterView cluster, MetadataRequestData request, short version, Map<String, Errors> absences) {
        this.cluster = cluster;
        this.absences = absences;
        this.withOperations = request.includeTopicAuthorizedOperations();
        // Clients of version 0 expect replicas that cannot be reached as an error; later ones expect to see them
        // listed.
        this.hideMissingReplicas = version == 0;
    }

    /** Every topic that the caller may see, by name. */
    Stream<MetadataResponseTopic> all() {
        return cluster.image().topics().all().stream()
                .filter(topic -> cluster.showsTopic(topic.name()))
                .sorted(Comparator.comparing(TopicImage::name))
                .map(this::described);
    }

    /** The topic that was asked for. Its name is not disclosed to a caller who knows but its id. */
    MetadataResponseTopic wanted(MetadataRequestTopic topic) {
        return topic.topicId().equals(Uuid.ZERO_UUID) ? byName(topic.name()) : byId(topic.topicId());
    }

    private MetadataResponseTopic byId(Uuid id) {
        Optional<TopicImage> topic = cluster.image().topics().topic(id);
        if (topic.isEmpty()) {
            return refused(id, Errors.UNKNOWN_TOPIC_ID);
        }
        return cluster.showsTopic(topic.get().name())
                ? described(topic.get())
                : refused(id, Errors.TOPIC_AUTHORIZATION_FAILED);
    }

    private MetadataResponseTopic byName(String name) {
        if (!cluster.showsTopic(name)) {
            return refused(name, Errors.TOPIC_AUTHORIZATION_FAILED);
        }
        return cluster.image()
                .topics()
                .topic(name)
                .map(this::described)
                .orElseGet(() -> refused(name, absences.getOrDefault(name, TopicNames.absence(name))));
    }

    private MetadataResponseTopic described(TopicImage topic) {
        MetadataResponseTopic result = new MetadataResponseTopic()
                .setErrorCode(Errors.NONE.code())
                .setName(topic.name())
                .setTopicId(topic.id())
                .setIsInternal(Topic.isInternal(topic.name()))
                .setPartitions(topic.partitions().stream().map(this::partition).toList());
        if (withOperations) {
            result.setTopicAuthorizedOperations(cluster.topicOperations(topic.name()));
        }
        return result;
    }

    /** A topic asked for by name that cannot be described. */
    static MetadataResponseTopic refused(String name, Errors error) {
        return new MetadataResponseTopic()
                .setErrorCode(error.code())
                .setName(name)
                .setTopicId(Uuid.ZERO_UUID)
                .setIsInternal(Topic.isInternal(name))
                .setPartitions(List.of());
    }

    private static MetadataResponseTopic refused(Uuid id, Errors error) {
        return new MetadataResponseTopic()
                .setErrorCode(error.code())
                .setName(null)
                .setTopicId(id)
                .setPartitions(List.of());
    }

    private MetadataResponsePartition partition(PartitionImage partition) {
        PartitionState state = new PartitionState(cluster.image(), partition);
        List<Integer> replicas = listed(state, partition.replicas());
        List<Integer> isr = listed(state, partition.isr());
        boolean missing = replicas.size() < partition.replicas().size()
                || isr.size() < partition.isr().size();
        Errors error = state.error() == Errors.NONE && missing ? Errors.REPLICA_NOT_AVAILABLE : state.error();
        return new MetadataResponsePartition()
                .setErrorCode(error.code())
                .setPartitionIndex(partition.partition())
                .setLeaderId(state.leader())
                .setLeaderEpoch(partition.leaderEpoch())
                .setReplicaNodes(replicas)
                .setIsrNodes(isr)
                .setOfflineReplicas(state.offlineReplicas());
    }

    private List<Integer> listed(PartitionState state, List<Integer> brokers) {
        return hideMissingReplicas ? state.living(brokers) : brokers;
    }
}
