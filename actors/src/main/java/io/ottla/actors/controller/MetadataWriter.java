package io.ottla.actors.controller;

import akka.Done;
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
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.ottla.actors.controller.state.ControllerDecisions;
import io.ottla.actors.controller.state.RecentEvents;
import io.ottla.actors.controller.state.Verdict;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The controller's persistent actor: its state is the {@link MetadataImage}, its events are the cluster's metadata. It lives
 * for one journal session; a failed write ends it, and the guardian takes over again.
 */
final class MetadataWriter extends EventSourcedBehavior<MetadataWriter.Command, MetadataEvent, MetadataImage> {
    private static final PersistenceId ID = PersistenceId.ofUniqueId("controller");
    private static final int SNAPSHOTS_KEPT = 2;

    private final ActorContext<Command> context;
    private final Term term;
    private final ControllerDecisions decisions;

    /** What was replayed last, until the feed has it: brokers that were only told by another controller go on from there. */
    private @Nullable RecentEvents replayed;

    private boolean recovering = true;

    private MetadataWriter(ActorContext<Command> context, Term term, ControllerDecisions decisions) {
        super(ID);
        this.context = context;
        this.term = term;
        this.decisions = decisions;
    }

    /** A writer for this term. */
    static Behavior<Command> create(Term term, ControllerDecisions decisions) {
        return Behaviors.setup(context -> new MetadataWriter(context, term, decisions));
    }

    /**
     * The session a writer lives for.
     *
     * @param nodeId the node it runs on
     * @param epoch the session's epoch
     * @param snapshotEvery after how many events the image is stored as a snapshot; 0 for never
     * @param confirmation asks a majority whether the session still counts (safety rule C3)
     * @param guardian is told when the writer can take more
     * @param feed is told what is committed
     * @param watch is told what is committed
     */
    record Term(
            int nodeId,
            long epoch,
            int snapshotEvery,
            Supplier<CompletionStage<Done>> confirmation,
            ActorRef<Controller.Command> guardian,
            ActorRef<MetadataFeed.Command> feed,
            ActorRef<BrokerWatch.Command> watch) {}

    /** What the guardian tells it. */
    sealed interface Command {}

    /** Decides these commands one after the other and commits all their events in one write. */
    record Decide(List<Controller.Command> commands) implements Command {}

    /** The journal is replayed. */
    record Recovered() implements Command {}

    /** A majority was asked whether the session still counts, for answers that need no write. */
    private record Confirmed(Answers answers, @Nullable Throwable failure) implements Command {}

    /** Commands with what became of each. */
    private record Answers(List<Controller.Command> commands, List<Verdict> verdicts) {}

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

    /** Few are kept: the newest is loaded, the one before it serves if that cannot be read. */
    @Override
    public RetentionCriteria retentionCriteria() {
        return term.snapshotEvery() == 0
                ? RetentionCriteria.disabled()
                : RetentionCriteria.snapshotEvery(term.snapshotEvery(), SNAPSHOTS_KEPT)
                        .withDeleteEventsOnSnapshot();
    }

    @Override
    public CommandHandler<Command, MetadataEvent, MetadataImage> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Recovered.class, this::onRecovered)
                .onCommand(Decide.class, this::onDecide)
                .onCommand(Confirmed.class, this::onConfirmed)
                .build();
    }

    private Effect<MetadataEvent, MetadataImage> onRecovered(MetadataImage image, Recovered recovered) {
        context.getLog()
                .info(
                        "controller of epoch {} on node {}: {} topics at event {}",
                        term.epoch(),
                        term.nodeId(),
                        image.topics().size(),
                        image.sequenceNr());
        RecentEvents recent = replayed == null ? MetadataFeed.recentEvents(image.sequenceNr()) : replayed;
        recovering = false;
        replayed = null;
        term.feed().tell(new MetadataFeed.Recovered(image, recent));
        List<MetadataEvent> elected = List.of(new MetadataEvent.ControllerElected(term.nodeId(), term.epoch()));
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
        Answers answers = new Answers(decide.commands(), verdicts);
        if (events.isEmpty()) {
            return unchanged(image, answers);
        }
        return Effect().persist(events).thenRun(after -> {
            publish(after, events);
            answer(after, answers);
        });
    }

    /** What is answered without a write might be the word of a controller that has been superseded: a majority is asked first. */
    private Effect<MetadataEvent, MetadataImage> unchanged(MetadataImage image, Answers answers) {
        if (answers.commands().stream().anyMatch(Controller.Request.class::isInstance)) {
            context.pipeToSelf(term.confirmation().get(), (done, failure) -> new Confirmed(answers, failure));
        } else {
            answer(image, answers);
        }
        return Effect().none();
    }

    private Effect<MetadataEvent, MetadataImage> onConfirmed(MetadataImage image, Confirmed confirmed) {
        if (confirmed.failure() == null) {
            answer(image, confirmed.answers());
            return Effect().none();
        }
        context.getLog().warn("the session of epoch {} does not count any more", term.epoch(), confirmed.failure());
        confirmed.answers().commands().forEach(MetadataWriter::refuse);
        return Effect().stop();
    }

    private static void refuse(Controller.Command command) {
        if (command instanceof Controller.Request request) {
            request.refuse(Errors.NOT_CONTROLLER, "This is not the controller any more; try again.");
        }
    }

    private void publish(MetadataImage after, List<MetadataEvent> events) {
        term.feed().tell(new MetadataFeed.Committed(List.copyOf(events), after));
        term.watch().tell(new BrokerWatch.Advanced(after));
    }

    private void answer(MetadataImage image, Answers answers) {
        answers.verdicts().forEach(verdict -> verdict.answer(image.sequenceNr()));
        answers.commands().forEach(this::feedNewcomer);
        tellFree();
    }

    private void feedNewcomer(Controller.Command command) {
        if (command instanceof Controller.RegisterBroker broker) {
            term.feed().tell(new MetadataFeed.BrokerHas(broker.id(), broker.incarnation(), broker.has()));
        }
    }

    private void tellFree() {
        term.guardian().tell(new ControllerGuardian.WriterIsFree());
    }
}
