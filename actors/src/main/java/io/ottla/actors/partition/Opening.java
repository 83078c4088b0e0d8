package io.ottla.actors.partition;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.StashBuffer;
import io.ottla.storage.PartitionLog;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.protocol.Errors;

/** A replica whose log is being opened, or recovered, on a disk thread. What it is told meanwhile waits. */
final class Opening extends AbstractBehavior<Partition.Command> {
    private static final int STASH_CAPACITY = 8_704;

    /**
     * What clients may send ahead while a new log is opened: many connections with full pipelines. Their bytes are bounded where they
     * are read. The rest of the stash is for what the node itself says, which must not get lost.
     */
    private static final int DATA_COMMANDS = 8_192;

    private final Replica replica;
    private final PartitionActor.Settings settings;
    private final StashBuffer<Partition.Command> stash;

    private Opening(
            ActorContext<Partition.Command> context,
            Replica replica,
            PartitionActor.Settings settings,
            CompletionStage<?> folderIsFree,
            StashBuffer<Partition.Command> stash) {
        super(context);
        this.replica = replica;
        this.settings = settings;
        this.stash = stash;
        context.pipeToSelf(
                folderIsFree.thenApplyAsync(free -> replica.open(settings.log()), replica.disk()),
                (log, failure) -> log != null ? new Opened(log) : new OpenFailed(failure));
    }

    static Behavior<Partition.Command> create(
            Replica replica, PartitionActor.Settings settings, CompletionStage<?> folderIsFree) {
        return Behaviors.setup(context -> Behaviors.withStash(
                STASH_CAPACITY, stash -> new Opening(context, replica, settings, folderIsFree, stash)));
    }

    /** The log is open. */
    record Opened(PartitionLog log) implements Partition.Internal {}

    /** The log could not be opened. */
    record OpenFailed(Throwable cause) implements Partition.Internal {}

    @Override
    public Receive<Partition.Command> createReceive() {
        Receive<Partition.Command> state = newReceiveBuilder()
                .onMessage(Opened.class, this::onOpened)
                .onMessage(OpenFailed.class, this::onOpenFailed)
                .onMessage(Partition.Maintain.class, notNow -> this)
                .onAnyMessage(this::onAnythingElse)
                .build();
        return new Guarded(getContext(), replica, state, () -> {
            replica.events().opened(replica.handle());
            stash.forEach(waiting -> Refusals.refuse(waiting, Errors.KAFKA_STORAGE_ERROR));
        });
    }

    private Behavior<Partition.Command> onOpened(Opened opened) {
        ReplicaLog log = new ReplicaLog(replica, opened.log(), settings);
        Behavior<Partition.Command> following = new Following(getContext(), replica, log, -1);
        replica.events().opened(replica.handle());
        return stash.unstashAll(following);
    }

    private Behavior<Partition.Command> onOpenFailed(OpenFailed failed) {
        getContext()
                .getLog()
                .error(
                        "{}: cannot open the log, the replica is offline",
                        replica.handle().id(),
                        failed.cause());
        replica.events().opened(replica.handle());
        return stash.unstashAll(Offline.because(getContext(), replica, failed.cause()));
    }

    private Behavior<Partition.Command> onAnythingElse(Partition.Command command) {
        if (stash.size() >= DATA_COMMANDS && Refusals.canRefuse(command)) {
            Refusals.notLeader(command);
        } else {
            stash.stash(command);
        }
        return this;
    }
}
