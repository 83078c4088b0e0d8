package io.ottla.storage;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Names of the folders in a log directory, as Kafka's.
 *
 * <pre>
 * topic-7                    a partition
 * topic-7.0123abcd-delete    a deleted one, whose files are going
 * topic-7.0123abcd-stray     one that nobody can say the topic of, or a second one; left alone
 * topic-7.0123abcd-future    a copy on its way here from another log directory
 * </pre>
 */
final class PartitionFolder {
    private static final String DELETED = "-delete";
    private static final String STRAY = "-stray";
    private static final String FUTURE = "-future";
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

    static String futureName(TopicPartition partition) {
        return unique(partition, FUTURE);
    }

    /** The number of the partition that a folder of this name is a copy of; its topic is told by the folder's identity alone. */
    static OptionalInt parseFuture(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && name.endsWith(FUTURE)
                ? parse(name.substring(0, dot)).stream()
                        .mapToInt(TopicPartition::partition)
                        .findFirst()
                : OptionalInt.empty();
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
        String end = "-" + partition.partition() + "."
                + Uuid.randomUuid().toString().replaceAll("[^A-Za-z0-9]", "0") + suffix;
        // A topic's name may use up all that a folder's may have.
        return partition.topic().substring(0, Math.min(partition.topic().length(), MAX_NAME - end.length())) + end;
    }
}
