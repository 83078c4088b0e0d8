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
 * @param at where it lives, which changes when it is moved
 * @param replication how it reaches the partition's other replicas
 * @param events told what becomes of the replica
 * @param clock the time
 */
record Replica(
        int nodeId,
        PartitionHandle handle,
        CurrentHome at,
        Replication replication,
        PartitionEvents events,
        Clock clock) {

    /** Where a replica lives now. */
    static final class CurrentHome {
        private volatile Home home;

        CurrentHome(Home home) {
            this.home = home;
        }
    }

    Home home() {
        return at.home;
    }

    void moveTo(Home home) {
        at.home = home;
        handle.livesIn(home.directory().path());
    }

    /** Where recovery, deletion and reads of cold files run. */
    Executor disk() {
        return home().threads().disk();
    }

    /** Where files are forced: apart from the others, so that a recovery never delays an acknowledgement. */
    Executor flushes() {
        return home().threads().flushes();
    }

    /** Something went wrong in this directory: the node is told if that is the disk's failure, and not only that of one log. */
    boolean suspect(LogDirectory directory, Throwable failure) {
        boolean failed = directory.isFailedBy(failure);
        if (failed) {
            events.directoryFailed(directory, failure);
        }
        return failed;
    }

    long nowMs() {
        return clock.millis();
    }

    PartitionLog open(LogConfig config) {
        return home().directory()
                .openLog(handle.id().topicPartition(), handle.id().topicId(), config, clock.millis());
    }

    void publish(PartitionView.Role role, int leaderEpoch, LogView log) {
        handle.publish(new PartitionView(role, leaderEpoch, log));
    }
}
