package io.ottla.storage;

import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Names of the folders in a log directory, as Kafka's.
 *
 * <pre>
 * topic-7                    a partition
 * topic-7.0123abcd-delete    a deleted one, whose files are going
 * topic-7.0123abcd-stray     one that nobody can say the topic of; left alone
 * </pre>
 */
final class PartitionFolder {
    private static final String DELETED = "-delete";
    private static final String STRAY = "-stray";
    private static final int MAX_NAME = 255;
    private static final String DIGITS = "\\d{1,9}";

    private PartitionFolder() {}

    static String name(TopicPartition partition) {
        return partition.topic() + "-" + partition.partition();
    }

    static String deletedName(TopicPartition partition) {
        return unique(partition, DELETED);
    }

    static String strayName(TopicPartition partition) {
        return unique(partition, STRAY);
    }

    static boolean isDeleted(String name) {
        return name.endsWith(DELETED) && name.indexOf('.') > 0;
    }

    /** The partition that a folder of this name holds. */
    static Optional<TopicPartition> parse(String name) {
        int dash = name.lastIndexOf('-');
        if (dash <= 0 || !name.substring(dash + 1).matches(DIGITS)) {
            return Optional.empty();
        }
        return Optional.of(new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1))));
    }

    private static String unique(TopicPartition partition, String suffix) {
        String end = "." + Uuid.randomUuid().toString().replaceAll("[^A-Za-z0-9]", "0") + suffix;
        String start = name(partition);
        // A topic's name may use up all that a folder's may have.
        return start.substring(0, Math.min(start.length(), MAX_NAME - end.length())) + end;
    }
}
