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
 * @param threads run what waits for the disk (safety rule R5)
 * @param replication how it reaches the partition's other replicas
 * @param events told what becomes of the replica
 * @param clock the time
 */
record Replica(
        int nodeId,
        PartitionHandle handle,
        LogDirectory directory,
        PartitionActor.DiskThreads threads,
        Replication replication,
        PartitionEvents events,
        Clock clock) {

    /** Where recovery, deletion and reads of cold files run. */
    Executor disk() {
        return threads.disk();
    }

    /** Where files are forced: apart from the others, so that a recovery never delays an acknowledgement. */
    Executor flushes() {
        return threads.flushes();
    }

    long nowMs() {
        return clock.millis();
    }

    PartitionLog open(LogConfig config) {
        return directory.openLog(handle.id().topicPartition(), handle.id().topicId(), config, clock.millis());
    }

    void publish(PartitionView.Role role, int leaderEpoch, LogView log) {
        handle.publish(new PartitionView(role, leaderEpoch, log));
    }
}
