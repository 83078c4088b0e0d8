package io.ottla.actors.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.ottla.actors.Reply;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.partition.PartitionHandle;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The broker of this node as the controller knows it: registers, applies the metadata in order, and has the replicas that
 * the metadata puts here.
 */
public final class NodeActor extends AbstractBehavior<NodeActor.Command> {
    private static final Duration REGISTER_AGAIN = Duration.ofSeconds(1);
    private static final Duration MAINTAIN_EVERY = Duration.ofSeconds(1);

    private final NodeIdentity identity;
    private final BrokerParts parts;
    private final ActorRef<Controller.Command> controller;
    private final ActorRef<Controller.BrokerUpdate> updates;
    private final LocalReplicas replicas;
    private final MaintenanceSchedule schedule;
    private MetadataImage image = MetadataImage.EMPTY;
    private long controllerEpoch;
    private boolean ready;

    private NodeActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            NodeIdentity identity,
            BrokerParts parts,
            ActorRef<Controller.Command> controller) {
        super(context);
        this.identity = identity;
        this.parts = parts;
        this.controller = controller;
        this.updates = context.messageAdapter(Controller.BrokerUpdate.class, MetadataArrived::new);
        this.replicas = new LocalReplicas(context, identity.nodeId(), parts);
        this.schedule = new MaintenanceSchedule(parts);
        timers.startTimerWithFixedDelay(new Maintain(), MAINTAIN_EVERY);
        timers.startTimerWithFixedDelay(new Register(), REGISTER_AGAIN);
        context.getSelf().tell(new Register());
    }

    /** The actor of a node; its controller is behind the reference. */
    public static Behavior<Command> create(
            NodeIdentity identity, BrokerParts parts, ActorRef<Controller.Command> controller) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new NodeActor(context, timers, identity, parts, controller)));
    }

    /** What the node can be told. */
    public sealed interface Command {}

    /** Closes every replica, then answers with the broker epoch to remember, and stops. */
    public record ShutDown(Reply<Long> done) implements Command {}

    /** A replica's log is open, or has failed to open. */
    record ReplicaOpened(PartitionHandle partition) implements Command {}

    /** The disk of a replica failed. */
    record DiskFailed(PartitionHandle partition) implements Command {}

    /** A replica is closed. */
    record ReplicaClosed(PartitionHandle partition) implements Command {}

    private record MetadataArrived(Controller.BrokerUpdate update) implements Command {}

    private record Maintain() implements Command {}

    private record Register() implements Command {}

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(MetadataArrived.class, this::onMetadata)
                .onMessage(ReplicaOpened.class, this::onReplicaOpened)
                .onMessage(DiskFailed.class, this::onDiskFailed)
                .onMessage(Register.class, this::onRegister)
                .onMessage(Maintain.class, this::onMaintain)
                .onMessage(ShutDown.class, this::onShutDown)
                .onMessage(ReplicaClosed.class, tooEarly -> this)
                .build();
    }

    private Behavior<Command> onRegister(Register register) {
        if (controllerEpoch == 0) {
            controller.tell(new Controller.RegisterBroker(
                    identity.nodeId(),
                    identity.incarnation(),
                    identity.advertisedHost(),
                    identity.advertisedPort(),
                    identity.rack(),
                    identity.cleanShutdownEpoch(),
                    updates));
        } else {
            askToServe();
        }
        return this;
    }

    private Behavior<Command> onMetadata(MetadataArrived arrived) {
        if (arrived.update().controllerEpoch() < controllerEpoch) {
            return this;
        }
        if (arrived.update() instanceof Controller.ImageLoaded loaded) {
            if (loaded.image().sequenceNr() >= image.sequenceNr()) {
                controllerEpoch = loaded.controllerEpoch();
                image = loaded.image();
                parts.settings().refresh(image);
                replicas.applyAll(image);
                applied();
            }
        } else if (arrived.update() instanceof Controller.EventsCommitted committed
                && committed.after() == image.sequenceNr()) {
            Set<String> deleted = deletedTopics(committed);
            image = MetadataReplay.replay(image, committed.events());
            if (SettingsChange.in(committed.events())) {
                parts.settings().refresh(image);
            }
            replicas.apply(image, committed.events());
            applied();
            if (!deleted.isEmpty()) {
                parts.topicsDeleted().accept(deleted);
            }
        }
        return this;
    }

    private Set<String> deletedTopics(Controller.EventsCommitted committed) {
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
        if (!ready && serves()) {
            ready = true;
            parts.serving().complete(null);
        }
        askToServe();
    }

    private Behavior<Command> onReplicaOpened(ReplicaOpened opened) {
        replicas.opened(opened.partition());
        askToServe();
        return this;
    }

    private Behavior<Command> onDiskFailed(DiskFailed failed) {
        parts.disks().failed(failed.partition().id());
        return this;
    }

    private void askToServe() {
        if (!ready && controllerEpoch > 0 && replicas.allOpen()) {
            controller.tell(new Controller.BrokerReady(identity.nodeId(), identity.incarnation()));
        }
    }

    private boolean serves() {
        return image.liveBroker(identity.nodeId())
                .filter(broker -> broker.incarnation().equals(identity.incarnation()))
                .isPresent();
    }

    private Behavior<Command> onMaintain(Maintain maintain) {
        schedule.run(replicas);
        return this;
    }

    private Behavior<Command> onShutDown(ShutDown shutDown) {
        long epoch = image.liveBroker(identity.nodeId()).map(BrokerImage::epoch).orElse(-1L);
        return Closing.create(getContext(), replicas, () -> shutDown.done().complete(epoch));
    }
}
