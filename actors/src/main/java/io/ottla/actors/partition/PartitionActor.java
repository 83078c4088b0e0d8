package io.ottla.actors.partition;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.ottla.actors.partition.state.ReplicationRules;
import io.ottla.storage.LogConfig;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.StorageException;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Makes the actor of one partition replica.
 *
 * <pre>
 *   Opening --log open--> Following &lt;--Follow-- Leading
 *      |                      |  --Lead(higher epoch)-->  |
 *      '--disk error--> Offline &lt;------ disk error -------'
 * </pre>
 *
 * Runs on its log directory's dispatcher, where appending to the page cache is allowed (safety rule R5). A replica that is moved to another
 * directory stays on its dispatcher until the node starts again: an actor that were made anew would forget what it has proposed as leader.
 */
public final class PartitionActor {
    private PartitionActor() {}

    /**
     * A replica that opens its log and then waits to be told its role.
     *
     * @param nodeId the node it is on
     * @param handle where it publishes what readers may see
     * @param directory where its log is or will be
     * @param settings the topic's settings
     * @param folderIsFree completes when no other replica uses the log's folder: a topic may be made anew under its old name
     * @param threads where its disk work runs
     * @param replication how it reaches the partition's other replicas
     * @param events told what becomes of it
     * @param clock the time
     */
    public static Behavior<Partition.Command> create(
            int nodeId,
            PartitionHandle handle,
            LogDirectory directory,
            Settings settings,
            CompletionStage<?> folderIsFree,
            DiskThreads threads,
            Replication replication,
            PartitionEvents events,
            Clock clock) {
        Home home = new Home(directory, threads);
        handle.livesIn(directory.path());
        Replica replica = new Replica(nodeId, handle, new Replica.CurrentHome(home), replication, events, clock);
        return Opening.create(replica, settings, folderIsFree);
    }

    /**
     * A replica whose log is in a directory that is not there: it refuses everything, and reports that its disk failed.
     *
     * @param nodeId the node it is on
     * @param handle where it would publish
     * @param any another home on the node, which it does not use
     */
    public static Behavior<Partition.Command> createOffline(
            int nodeId,
            PartitionHandle handle,
            Home any,
            Replication replication,
            PartitionEvents events,
            Clock clock) {
        Replica replica = new Replica(nodeId, handle, new Replica.CurrentHome(any), replication, events, clock);
        StorageException cause = new StorageException(handle.id() + ": its log directory is offline");
        return Behaviors.setup(context -> new Offline(context, replica, cause));
    }

    /** The settings of a topic and its brokers, as far as a replica needs them. */
    public record Settings(LogConfig log, ReplicationRules rules) {}

    /**
     * The threads of a log directory for what waits for its disk.
     *
     * @param disk recovery, deletion, reads of cold files
     * @param flushes forcing files
     */
    public record DiskThreads(Executor disk, Executor flushes) {}
}
