package io.ottla.actors.partition;

import io.ottla.storage.LogConfig;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogView;
import io.ottla.storage.PartitionLog;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What every state of a partition actor has in its hands.
 *
 * @param nodeId the node it is on
 * @param handle what the rest of the node sees of it
 * @param directory the log directory it lives in
 * @param disk runs what waits for the disk: opening, forcing, deleting (safety rule R5)
 * @param flushes forces files; apart from {@code disk}, so that a recovery never delays an acknowledgement
 * @param events told what becomes of the replica
 * @param clock the time
 */
record Replica(
        int nodeId,
        PartitionHandle handle,
        LogDirectory directory,
        Executor disk,
        Executor flushes,
        PartitionEvents events,
        Clock clock) {

    PartitionLog open(LogConfig config) {
        return directory.openLog(handle.id().topicPartition(), handle.id().topicId(), config, clock.millis());
    }

    void publish(PartitionView.Role role, int leaderEpoch, LogView log) {
        handle.publish(new PartitionView(role, leaderEpoch, log));
    }
}
