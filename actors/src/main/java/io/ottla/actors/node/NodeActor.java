package io.ottla.actors.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.ottla.actors.Reply;
import io.ottla.actors.controller.BrokerLink.Heartbeat;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.MetadataUpdate;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.remote.NodeActors;
import io.ottla.storage.LogDirectory;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The broker of this node as the controller knows it: registers, applies the metadata in order, and has the replicas that
 * the metadata puts here.
 */
public final class NodeActor extends AbstractBehavior<NodeActor.Command> {
    private static final Duration ASK_AGAIN = Duration.ofMillis(300);
    private static final Duration MAINTAIN_EVERY = Duration.ofSeconds(1);

    private final NodeIdentity identity;
    private final BrokerParts parts;
    private final ActorRef<Controller.Command> controller;
    private final ControllerContact contact;
    private final Registration registration;
    private final LocalReplicas replicas;
    private final MaintenanceSchedule schedule;
    private final FailedReplicas failedReplicas;
    private final TimerScheduler<Command> timers;
    private MetadataImage image = MetadataImage.EMPTY;
    private boolean ending;
    private @Nullable ControlledShutdown leaving;
    private @Nullable Pulse stoodStill;

    private NodeActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            NodeIdentity identity,
            BrokerParts parts,
            ActorRef<Controller.Command> controller,
            ControllerContact contact) {
        super(context);
        this.identity = identity;
        this.parts = parts;
        this.controller = controller;
        this.contact = contact;
        this.timers = timers;
        this.registration = new Registration(
                identity,
                NodeActors.own(context.getSystem()),
                controller,
                context.messageAdapter(Controller.BrokerRegistration.class, RegistrationAnswered::new));
        this.replicas = new LocalReplicas(context, identity.nodeId(), parts);
        this.schedule = new MaintenanceSchedule(parts);
        this.failedReplicas = new FailedReplicas(identity, controller::tell);
        ActorRef<Command> self = context.getSelf();
        parts.disks().onFailure((directory, cause) -> self.tell(new DirectoryFailed(directory, cause)));
        timers.startTimerWithFixedDelay(new Maintain(), MAINTAIN_EVERY);
        timers.startTimerWithFixedDelay(new AskAgain(), ASK_AGAIN);
    }

    /**
     * The actor of a node.
     *
     * @param controller the way to the controller, wherever it runs
     * @param contact shared with the actors that hear from the controller
     */
    static Behavior<Command> create(
            NodeIdentity identity,
            BrokerParts parts,
            ActorRef<Controller.Command> controller,
            ControllerContact contact) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new NodeActor(context, timers, identity, parts, controller, contact)));
    }

    /** What the node can be told. */
    public sealed interface Command {}

    /** Has leaderships moved away, closes every replica, answers with the broker epoch to remember, and stops. */
    public record ShutDown(Reply<Long> done) implements Command {}

    /** The metadata has advanced. */
    record MetadataArrived(MetadataUpdate update) implements Command {}

    /** The controller has asked whether this node lives, and was answered. */
    record HeartbeatSeen(Heartbeat heartbeat) implements Command {}

    /** A replica's log is open, or has failed to open. */
    record ReplicaOpened(PartitionHandle partition) implements Command {}

    /** A replica cannot use its log any more. */
    record ReplicaFailed(PartitionHandle partition) implements Command {}

    /** The disk of a log directory failed. */
    record DirectoryFailed(LogDirectory directory, Throwable cause) implements Command {}

    /** A replica lives in another log directory now. */
    record ReplicaMoved(PartitionHandle partition, LogDirectory directory) implements Command {}

    /** Moves replicas to other log directories; the reply tells what became of each. */
    record MoveReplicas(Map<TopicPartition, String> wanted, Reply<Map<TopicPartition, Errors>> reply)
            implements Command {}

    /** A replica is closed. */
    record ReplicaClosed(PartitionHandle partition) implements Command {}

    /** The process has stood still: the controller is asked how it sees this node. */
    record StoodStill(Pulse pulse) implements Command {}

    private record RegistrationAnswered(Controller.BrokerRegistration answer) implements Command {}

    private record ShutDownAnswered(Controller.ShutDownProgress answer) implements Command {}

    private record Maintain() implements Command {}

    /** Registers, and asks for whatever else is not answered yet. */
    record AskAgain() implements Command {}

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(MetadataArrived.class, this::onMetadata)
                .onMessage(HeartbeatSeen.class, this::onHeartbeat)
                .onMessage(RegistrationAnswered.class, this::onRegistrationAnswered)
                .onMessage(StoodStill.class, this::onStoodStill)
                .onMessage(ReplicaOpened.class, this::onReplicaOpened)
                .onMessage(ReplicaFailed.class, this::onReplicaFailed)
                .onMessage(DirectoryFailed.class, this::onDirectoryFailed)
                .onMessage(ReplicaMoved.class, this::onReplicaMoved)
                .onMessage(MoveReplicas.class, this::onMoveReplicas)
                .onMessage(AskAgain.class, this::onAskAgain)
                .onMessage(Maintain.class, this::onMaintain)
                .onMessage(ShutDown.class, this::onShutDown)
                .onMessage(ShutDownAnswered.class, this::onShutDownAnswered)
                .onMessage(ReplicaClosed.class, tooEarly -> this)
                .build();
    }

    /** What is told the controller can get lost on the way, so it is told again until it shows. */
    private Behavior<Command> onAskAgain(AskAgain again) {
        ControlledShutdown shutdown = leaving;
        if (shutdown != null) {
            shutdown.ask();
            return closeIfPossible(shutdown);
        }
        registration.askAgain(image.sequenceNr());
        askToServe();
        return this;
    }

    private Behavior<Command> onRegistrationAnswered(RegistrationAnswered answered) {
        Controller.BrokerRegistration answer = answered.answer();
        if (answer.error() == Errors.NONE) {
            stopLeadingIf(answer.fenced(), answer.sequenceNr());
            Optional.ofNullable(stoodStill).ifPresent(Pulse::confirmed);
            stoodStill = null;
        }
        registration
                .answered(answer, parts.clock().millis())
                .ifPresent(why -> parts.serving().completeExceptionally(new NodeRefusedException(why)));
        return this;
    }

    private Behavior<Command> onStoodStill(StoodStill stood) {
        getContext().getLog().warn("this process stood still for more than a second and asks the controller first");
        stoodStill = stood.pulse();
        registration.ask(image.sequenceNr());
        return this;
    }

    private Behavior<Command> onHeartbeat(HeartbeatSeen seen) {
        Heartbeat heartbeat = seen.heartbeat();
        if (!heartbeat.incarnation().equals(identity.incarnation())) {
            registration.lost();
        } else {
            stopLeadingIf(heartbeat.fenced(), heartbeat.sequenceNr());
        }
        return this;
    }

    /** Told that it is fenced by metadata that it has not got yet, it leads nothing any more (safety rule M7). */
    private void stopLeadingIf(boolean fenced, long sequenceNr) {
        if (fenced && sequenceNr > image.sequenceNr() && serves()) {
            replicas.stopLeading();
        }
    }

    private Behavior<Command> onMetadata(MetadataArrived arrived) {
        if (arrived.update() instanceof MetadataUpdate.ImageLoaded loaded) {
            image = loaded.image();
            parts.settings().refresh(image);
            replicas.update(image, loaded, registered().isPresent());
            applied();
        } else if (arrived.update() instanceof MetadataUpdate.EventsCommitted committed) {
            Set<String> deleted = deletedTopics(committed);
            image = MetadataReplay.replay(image, committed.events());
            if (SettingsChange.in(committed.events())) {
                parts.settings().refresh(image);
            }
            replicas.update(image, committed, registered().isPresent());
            applied();
            if (!deleted.isEmpty()) {
                parts.topicsDeleted().accept(deleted);
            }
        }
        ControlledShutdown shutdown = leaving;
        return shutdown == null ? this : closeIfPossible(shutdown);
    }

    private Set<String> deletedTopics(MetadataUpdate.EventsCommitted committed) {
        Set<String> names = new HashSet<>();
        for (MetadataEvent event : committed.events()) {
            if (event instanceof MetadataEvent.TopicDeleted deleted) {
                image.topics().name(deleted.id()).ifPresent(names::add);
            }
        }
        return names;
    }

    private void applied() {
        parts.metadata().publish(image);
        replicas.published(image);
        if (registered().isEmpty()) {
            registration.lost();
        }
        if (serves()) {
            parts.serving().complete(null);
        }
        askToServe();
    }

    private Behavior<Command> onReplicaOpened(ReplicaOpened opened) {
        replicas.opened(opened.partition());
        askToServe();
        return this;
    }

    private Behavior<Command> onReplicaFailed(ReplicaFailed failed) {
        failedReplicas.add(failed.partition().id(), image);
        return this;
    }

    private Behavior<Command> onDirectoryFailed(DirectoryFailed failed) {
        return directoryFailed(failed.directory(), failed.cause());
    }

    /** Without any directory the node has nothing to serve; it starts again, which tells whether a disk comes back. */
    private Behavior<Command> directoryFailed(LogDirectory directory, Throwable cause) {
        replicas.directoryFailed(directory, cause);
        if (parts.disks().allFailed() && !ending) {
            ending = true;
            getContext().getLog().error("all log directories have failed: the node ends");
            getContext().getSystem().terminate();
        }
        return this;
    }

    private Behavior<Command> onReplicaMoved(ReplicaMoved moved) {
        parts.disks().moved(moved.partition().id(), moved.directory());
        return this;
    }

    private Behavior<Command> onMoveReplicas(MoveReplicas move) {
        replicas.move(move.wanted(), image).thenAccept(move.reply()::complete);
        return this;
    }

    /** The first time it asks by itself, to lose no time; later the controller finds it ready by its heartbeats. */
    private void askToServe() {
        boolean ready = leaving == null && registered().isPresent() && replicas.allOpen();
        contact.ready(ready);
        if (ready && !parts.serving().isDone()) {
            controller.tell(new Controller.BrokerReady(identity.nodeId(), identity.incarnation()));
        }
    }

    private Optional<BrokerImage> registered() {
        return Optional.ofNullable(image.brokers().get(identity.nodeId()))
                .filter(broker -> broker.incarnation().equals(identity.incarnation()));
    }

    private boolean serves() {
        return registered().filter(broker -> !broker.fenced()).isPresent();
    }

    private Behavior<Command> onMaintain(Maintain maintain) {
        schedule.run(replicas);
        failedReplicas.tell(image);
        return this;
    }

    private Behavior<Command> onShutDown(ShutDown shutDown) {
        ControlledShutdown shutdown = new ControlledShutdown(
                identity,
                controller,
                getContext().messageAdapter(Controller.ShutDownProgress.class, ShutDownAnswered::new),
                parts.clock().millis(),
                shutDown.done());
        leaving = shutdown;
        contact.ready(false);
        if (!serves() || ControlledShutdown.isLast(image, identity.nodeId())) {
            return close(shutdown);
        }
        shutdown.ask();
        return this;
    }

    private Behavior<Command> onShutDownAnswered(ShutDownAnswered answered) {
        ControlledShutdown shutdown = leaving;
        if (shutdown == null) {
            return this;
        }
        shutdown.answered(answered.answer(), parts.clock().millis());
        return closeIfPossible(shutdown);
    }

    private Behavior<Command> closeIfPossible(ControlledShutdown shutdown) {
        return shutdown.mayClose(image, parts.clock().millis()) ? fenceAndClose(shutdown) : this;
    }

    private Behavior<Command> fenceAndClose(ControlledShutdown shutdown) {
        shutdown.fence();
        return close(shutdown);
    }

    private Behavior<Command> close(ControlledShutdown shutdown) {
        timers.cancelAll();
        long epoch = registered().map(BrokerImage::epoch).orElse(-1L);
        return Closing.create(getContext(), replicas, () -> shutdown.done().complete(epoch));
    }
}
