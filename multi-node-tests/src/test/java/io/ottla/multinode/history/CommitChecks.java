package io.ottla.multinode.history;

import io.ottla.multinode.history.Event.CommitFound;
import io.ottla.multinode.history.Event.Committed;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** A group's committed offsets against the log, and against what the group was told. */
final class CommitChecks {
    private CommitChecks() {}

    static void check(History history, List<Anomaly> found) {
        history.all(Committed.class)
                .forEach(commit -> checkEnd(history, commit.group(), commit.partition(), commit.offset(), found));
        history.all(CommitFound.class).forEach(seen -> {
            checkEnd(history, seen.group(), seen.partition(), seen.offset(), found);
            if (seen.offset() < seen.atLeast()) {
                found.add(new Anomaly.CommittedGoneBack(seen.group(), seen.partition(), seen.offset(), seen.atLeast()));
            }
        });
    }

    private static void checkEnd(
            History history, String group, TopicPartition partition, long offset, List<Anomaly> found) {
        long end = history.end(partition);
        if (offset > end) {
            found.add(new Anomaly.CommittedPastEnd(group, partition, offset, end));
        }
    }
}
