package io.ottla.storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a partition is in one log directory only. A crash while one was moved leaves two, and so does a directory that comes back after the
 * partition was moved or made anew without it: the one with the higher number has everything, and the other goes.
 */
public final class SecondLogs {
    private static final Logger LOG = LoggerFactory.getLogger(SecondLogs.class);

    private SecondLogs() {}

    /** Takes what is there a second time out of these directories, which have just been opened. Returns the deletions of the files. */
    public static List<Deletion> remove(List<LogDirectory> directories) {
        Map<TopicIdPartition, List<Found>> byPartition = new HashMap<>();
        for (LogDirectory directory : directories) {
            for (FoundLog log : directory.found()) {
                byPartition
                        .computeIfAbsent(
                                new TopicIdPartition(log.topicId(), log.partition()), unused -> new ArrayList<>())
                        .add(new Found(directory, log));
            }
        }
        List<Deletion> deletions = new ArrayList<>();
        byPartition.values().stream().filter(found -> found.size() > 1).forEach(found -> resolve(found, deletions));
        return deletions;
    }

    private record Found(LogDirectory directory, FoundLog log) {
        long number() {
            return directory.futures().number(log.path());
        }
    }

    private static void resolve(List<Found> found, List<Deletion> deletions) {
        List<Found> others = new ArrayList<>(found);
        Found newest = Collections.max(found, Comparator.comparingLong(Found::number));
        others.remove(newest);
        for (Found other : others) {
            if (other.number() < newest.number()) {
                LOG.info("{} has been moved to {}: what is left goes", other.log.path(), newest.log.path());
                deletions.add(other.directory.deleteFound(other.log));
            } else {
                LOG.error(
                        "{} and {} are of the same partition; the first is used", newest.log.path(), other.log.path());
                other.directory.setAside(other.log);
            }
        }
        newest.directory.futures().settle(newest.log.partition());
    }
}
