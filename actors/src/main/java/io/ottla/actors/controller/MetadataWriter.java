package io.ottla.actors.controller;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.SignalHandler;
import io.ottla.actors.controller.state.ControllerDecisions;
import io.ottla.actors.controller.state.Verdict;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The controller's persistent actor: its state is the {@link MetadataImage}, its events are the cluster's metadata. It lives
 * for one journal session; a failed write ends it, and the guardian takes over again.
 */
final class MetadataWriter extends EventSourcedBehavior<MetadataWriter.Command, MetadataEvent, MetadataImage> {
    private static final PersistenceId ID = PersistenceId.ofUniqueId("controller");

    private final ActorContext<Command> context;
    private final int nodeId;
    private final long epoch;
    private final ControllerDecisions decisions;
    private final ActorRef<Controller.Command> guardian;
    private final Map<Integer, ActorRef<Controller.BrokerUpdate>> subscribers;

    private MetadataWriter(
            ActorContext<Command> context,
            int nodeId,
            long epoch,
            ControllerDecisions decisions,
            ActorRef<Controller.Command> guardian,
            Map<Integer, ActorRef<Controller.BrokerUpdate>> subscribers) {
        super(ID);
        this.context = context;
        this.nodeId = nodeId;
        this.epoch = epoch;
        this.decisions = decisions;
        this.guardian = guardian;
        this.subscribers = new HashMap<>(subscribers);
    }

    /**
     * A writer of this epoch.
     *
     * @param subscribers the brokers that registered with the writer before it: they are sent the image first
     */
    static Behavior<Command> create(
            int nodeId,
            long epoch,
            ControllerDecisions decisions,
            ActorRef<Controller.Command> guardian,
            Map<Integer, ActorRef<Controller.BrokerUpdate>> subscribers) {
        return Behaviors.setup(context -> new MetadataWriter(context, nodeId, epoch, decisions, guardian, subscribers));
    }

    /** What the guardian tells it. */
    sealed interface Command {}

    /** Decides these commands one after the other and commits all their events in one write. */
    record Decide(List<Controller.Command> commands) implements Command {}

    /** The journal is replayed. */
    record Recovered() implements Command {}

    @Override
    public MetadataImage emptyState() {
        return MetadataImage.EMPTY;
    }

    @Override
    public EventHandler<MetadataImage, MetadataEvent> eventHandler() {
        return MetadataReplay::replay;
    }

    @Override
    public SignalHandler<MetadataImage> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(
                        RecoveryCompleted.class,
                        (image, completed) -> context.getSelf().tell(new Recovered()))
                .build();
    }

    @Override
    public CommandHandler<Command, MetadataEvent, MetadataImage> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Recovered.class, this::onRecovered)
                .onCommand(Decide.class, this::onDecide)
                .build();
    }

    private Effect<MetadataEvent, MetadataImage> onRecovered(MetadataImage image, Recovered recovered) {
        context.getLog()
                .info(
                        "controller of epoch {} on node {}: {} topics at event {}",
                        epoch,
                        nodeId,
                        image.topics().size(),
                        image.sequenceNr());
        return Effect()
                .persist(new MetadataEvent.ControllerElected(nodeId, epoch))
                .thenRun(elected -> {
                    Controller.ImageLoaded loaded = new Controller.ImageLoaded(epoch, elected);
                    subscribers.values().forEach(subscriber -> subscriber.tell(loaded));
                    tellFree();
                });
    }

    private Effect<MetadataEvent, MetadataImage> onDecide(MetadataImage image, Decide decide) {
        List<MetadataEvent> events = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>(decide.commands().size());
        MetadataImage draft = image;
        for (Controller.Command command : decide.commands()) {
            Verdict verdict = decisions.decide(draft, command);
            draft = MetadataReplay.replay(draft, verdict.events());
            events.addAll(verdict.events());
            verdicts.add(verdict);
        }
        if (events.isEmpty()) {
            return Effect().none().thenRun((MetadataImage same) -> answer(same, decide, verdicts));
        }
        return Effect().persist(events).thenRun(after -> {
            publish(image.sequenceNr(), events);
            answer(after, decide, verdicts);
        });
    }

    private void publish(long after, List<MetadataEvent> events) {
        Controller.EventsCommitted committed = new Controller.EventsCommitted(epoch, after, List.copyOf(events));
        subscribers.values().forEach(subscriber -> subscriber.tell(committed));
    }

    private void answer(MetadataImage image, Decide decide, List<Verdict> verdicts) {
        decide.commands().forEach(command -> subscribe(image, command));
        verdicts.forEach(verdict -> verdict.answer(image.sequenceNr()));
        tellFree();
    }

    private void subscribe(MetadataImage image, Controller.Command command) {
        if (command instanceof Controller.RegisterBroker broker) {
            subscribers.put(broker.id(), broker.subscriber());
            broker.subscriber().tell(new Controller.ImageLoaded(epoch, image));
        }
    }

    private void tellFree() {
        guardian.tell(new ControllerGuardian.WriterIsFree());
    }
}
