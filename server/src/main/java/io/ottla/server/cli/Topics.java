package io.ottla.server.cli;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What several commands ask about topics. */
final class Topics {
    private Topics() {}

    /** Descriptions by name, of topics that must exist. */
    static Map<String, TopicDescription> describe(Admin admin, Collection<String> names) {
        Map<String, TopicDescription> topics = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                topics.put(topic.getKey(), Await.result(topic.getValue()));
            } catch (UnknownTopicOrPartitionException e) {
                throw unknown(topic.getKey(), e);
            }
        }
        return topics;
    }

    /** The failure of a command that was given a topic that is not there. */
    static CommandFailure unknown(String topic, Throwable cause) {
        return new CommandFailure(
                "topic '" + topic + "' does not exist; '" + Launcher.name() + " topic list' shows those that do, '"
                        + Launcher.name() + " topic create " + topic + "' makes it",
                cause);
    }

    /** One kind of offset of each partition that exists; -1 where no record matches a timestamp. */
    static Map<TopicPartition, Long> offsets(Admin admin, Collection<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().distinct().collect(Collectors.toMap(Function.identity(), partition -> spec));
        ListOffsetsResult result = admin.listOffsets(wanted);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (TopicPartition partition : wanted.keySet()) {
            offsetIfPresent(result, partition).ifPresent(offset -> offsets.put(partition, offset));
        }
        return offsets;
    }

    /** Nothing if the topic was deleted: a group may still hold offsets of it. */
    private static Optional<Long> offsetIfPresent(ListOffsetsResult result, TopicPartition partition) {
        try {
            return Optional.of(Await.result(result.partitionResult(partition)).offset());
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        }
    }
}
