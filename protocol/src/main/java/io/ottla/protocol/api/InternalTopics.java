package io.ottla.protocol.api;

import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.controller.Controller.NewTopic;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.internals.Topic;

/** How the topics are made in which coordinators keep their state. */
final class InternalTopics {
    private InternalTopics() {}

    /** The internal topic of this name as these settings want it, if it is one that coordinators use. */
    static Optional<NewTopic> find(String name, BrokerSettings settings) {
        return switch (name) {
            case Topic.GROUP_METADATA_TOPIC_NAME -> Optional.of(groups(settings));
            case Topic.TRANSACTION_STATE_TOPIC_NAME -> Optional.of(transactions(settings));
            default -> Optional.empty();
        };
    }

    private static NewTopic groups(BrokerSettings settings) {
        return new NewTopic(
                Topic.GROUP_METADATA_TOPIC_NAME,
                settings.getInt("offsets.topic.num.partitions"),
                settings.getInt("offsets.topic.replication.factor"),
                Map.of(),
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.COMPRESSION_TYPE_CONFIG,
                        "producer",
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        Integer.toString(settings.getInt("offsets.topic.segment.bytes"))));
    }

    private static NewTopic transactions(BrokerSettings settings) {
        return new NewTopic(
                Topic.TRANSACTION_STATE_TOPIC_NAME,
                settings.getInt("transaction.state.log.num.partitions"),
                settings.getInt("transaction.state.log.replication.factor"),
                Map.of(),
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.COMPRESSION_TYPE_CONFIG,
                        "uncompressed",
                        TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                        "false",
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                        Integer.toString(settings.getInt("transaction.state.log.min.isr")),
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        Integer.toString(settings.getInt("transaction.state.log.segment.bytes"))));
    }
}
