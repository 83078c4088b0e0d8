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
import io.ottla.actors.controller.state.RecentEvents;
import io.ottla.actors.controller.state.Verdict;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    private final ActorRef<MetadataFeed.Command> feed;
    private final ActorRef<BrokerWatch.Command> watch;

    /** What was replayed last, until the feed has it: brokers that were only told by another controller go on from there. */
    private @Nullable RecentEvents replayed;

    private boolean recovering = true;

    private MetadataWriter(
            ActorContext<Command> context,
            int nodeId,
            long epoch,
            ControllerDecisions decisions,
            ActorRef<Controller.Command> guardian,
            ActorRef<MetadataFeed.Command> feed,
            ActorRef<BrokerWatch.Command> watch) {
        super(ID);
        this.context = context;
        this.nodeId = nodeId;
        this.epoch = epoch;
        this.decisions = decisions;
        this.guardian = guardian;
        this.feed = feed;
        this.watch = watch;
    }

    /** A writer of this epoch; it tells the feed and the watch what it has committed. */
    static Behavior<Command> create(
            int nodeId,
            long epoch,
            ControllerDecisions decisions,
            ActorRef<Controller.Command> guardian,
            ActorRef<MetadataFeed.Command> feed,
            ActorRef<BrokerWatch.Command> watch) {
        return Behaviors.setup(context -> new MetadataWriter(context, nodeId, epoch, decisions, guardian, feed, watch));
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
        return (image, event) -> {
            if (recovering) {
                RecentEvents recent = replayed == null ? MetadataFeed.recentEvents(image.sequenceNr()) : replayed;
                recent.add(event);
                replayed = recent;
            }
            return MetadataReplay.replay(image, event);
        };
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
        RecentEvents recent = replayed == null ? MetadataFeed.recentEvents(image.sequenceNr()) : replayed;
        recovering = false;
        replayed = null;
        feed.tell(new MetadataFeed.Recovered(image, recent));
        List<MetadataEvent> elected = List.of(new MetadataEvent.ControllerElected(nodeId, epoch));
        return Effect().persist(elected).thenRun(after -> {
            publish(after, elected);
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
            publish(after, events);
            answer(after, decide, verdicts);
        });
    }

    private void publish(MetadataImage after, List<MetadataEvent> events) {
        feed.tell(new MetadataFeed.Committed(List.copyOf(events), after));
        watch.tell(new BrokerWatch.Advanced(after));
    }

    private void answer(MetadataImage image, Decide decide, List<Verdict> verdicts) {
        verdicts.forEach(verdict -> verdict.answer(image.sequenceNr()));
        decide.commands().forEach(this::feedNewcomer);
        tellFree();
    }

    private void feedNewcomer(Controller.Command command) {
        if (command instanceof Controller.RegisterBroker broker) {
            feed.tell(new MetadataFeed.BrokerHas(broker.id(), broker.incarnation(), broker.has()));
        }
    }

    private void tellFree() {
        guardian.tell(new ControllerGuardian.WriterIsFree());
    }
}
