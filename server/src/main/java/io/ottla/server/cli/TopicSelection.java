package io.ottla.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * A topic or some of its partitions, written {@code TOPIC} or {@code TOPIC:0,2,5}. (A colon cannot be part of a name.)
 *
 * @param topic the topic
 * @param partitions those chosen, or none for all
 */
record TopicSelection(String topic, List<Integer> partitions) {
    static TopicSelection parse(String option, String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new TopicSelection(text, List.of());
        }
        TreeSet<Integer> partitions = new TreeSet<>();
        for (String number : text.substring(colon + 1).split(",", -1)) {
            partitions.add(partition(option, text, number));
        }
        return new TopicSelection(text.substring(0, colon), List.copyOf(partitions));
    }

    private static int partition(String option, String text, String number) {
        try {
            int partition = Integer.parseInt(number.strip());
            if (partition >= 0) {
                return partition;
            }
        } catch (NumberFormatException e) {
            throw new UsageError(option + " takes TOPIC or TOPIC:PARTITION[,PARTITION...], not '" + text + "'", e);
        }
        throw new UsageError(option + ": there is no partition " + number);
    }

    /** The partitions chosen, all of which must exist. */
    static List<TopicPartition> resolve(List<TopicSelection> selections, Map<String, TopicDescription> topics) {
        List<TopicPartition> chosen = new ArrayList<>();
        for (TopicSelection selection : selections) {
            int count = Present.in(topics, selection.topic()).partitions().size();
            List<Integer> partitions = selection.partitions().isEmpty()
                    ? IntStream.range(0, count).boxed().toList()
                    : selection.partitions();
            for (int partition : partitions) {
                if (partition >= count) {
                    throw new CommandFailure("topic '" + selection.topic() + "' has partitions 0 to " + (count - 1)
                            + ", but no " + partition);
                }
                chosen.add(new TopicPartition(selection.topic(), partition));
            }
        }
        return chosen.stream().distinct().toList();
    }
}
