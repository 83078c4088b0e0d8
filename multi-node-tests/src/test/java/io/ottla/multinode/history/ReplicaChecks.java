package io.ottla.multinode.history;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The logs of a partition's replicas against each other: after the last fault all of them are the same, batch by batch. */
final class ReplicaChecks {
    private ReplicaChecks() {}

    static void check(History history, List<Anomaly> found) {
        history.replicas().forEach((partition, copies) -> compareAll(partition, new TreeMap<>(copies), found));
    }

    private static void compareAll(
            TopicPartition partition, NavigableMap<Integer, List<Copied>> copies, List<Anomaly> found) {
        Map.Entry<Integer, List<Copied>> first = copies.pollFirstEntry();
        if (first != null) {
            copies.forEach((node, log) -> compare(partition, first.getKey(), first.getValue(), node, log, found));
        }
    }

    /** Reports the first difference: everything after it follows from it. */
    private static void compare(
            TopicPartition partition,
            int one,
            List<Copied> log,
            int other,
            List<Copied> otherLog,
            List<Anomaly> found) {
        Iterator<Copied> left = log.iterator();
        Iterator<Copied> right = otherLog.iterator();
        while (left.hasNext() && right.hasNext()) {
            Copied batch = left.next();
            Copied otherBatch = right.next();
            if (!batch.equals(otherBatch)) {
                long offset = Math.min(batch.offset(), otherBatch.offset());
                found.add(new Anomaly.ReplicasDiffer(partition, one, other, offset));
                return;
            }
        }
        if (left.hasNext() || right.hasNext()) {
            Copied lacking = left.hasNext() ? left.next() : right.next();
            found.add(new Anomaly.ReplicasDiffer(partition, one, other, lacking.offset()));
        }
    }
}
