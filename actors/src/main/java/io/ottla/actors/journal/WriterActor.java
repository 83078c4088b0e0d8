package io.ottla.actors.journal;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.ottla.actors.journal.state.JournalContents;
import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.Payload;
import io.ottla.actors.journal.state.Replication;
import io.ottla.actors.journal.state.VoterCandidate;
import io.ottla.actors.journal.state.VoterReply;
import io.ottla.actors.journal.state.VoterRequest;
import io.ottla.actors.remote.NodeAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * This node's writer of the quorum journal: takes it over when told to, and keeps the session that this opens. It also asks
 * around for those who want to know how the journal stands.
 */
final class WriterActor extends AbstractBehavior<WriterActor.Command> {
    static final String NAME = "ottla-journal-writer";
    private static final Duration TICK_WHILE_ASKING = Duration.ofMillis(100);
    private static final Duration TICK_IN_SESSION = Duration.ofMillis(500);
    private static final int MAX_SURVEYS = 1_000;

    private final TimerScheduler<Command> timers;
    private final WriterSettings settings;
    private final VoterLinks links;
    private final Random random = new Random();
    private final Parcels<VoterReply> parcels = new Parcels<>(VoterReply.class);
    private final List<Survey> surveys = new ArrayList<>();
    private final Consumer<Ended> ended;
    private List<VoterCandidate> candidates = List.of();
    private KnownVoters known = new KnownVoters(0, 0, List.of());
    private Duration tick = Duration.ZERO;
    private @Nullable Candidacy candidacy;
    private @Nullable OpenSession open;
    private @Nullable VoterCare care;

    private WriterActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            WriterSettings settings,
            ActorRef<VoterActor.Command> voter,
            Consumer<Ended> ended) {
        super(context);
        this.timers = timers;
        this.settings = settings;
        this.ended = ended;
        this.links = new VoterLinks(context.getSystem().classicSystem(), settings.here(), voter, context.getSelf());
    }

    /** The writer of a node, with that node's voter. */
    static Behavior<Command> create(
            WriterSettings settings, ActorRef<VoterActor.Command> voter, Consumer<Ended> ended) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new WriterActor(context, timers, settings, voter, ended)));
    }

    /** What it can be told; {@link Parcel}s come from voters of other nodes. */
    sealed interface Command
            permits TakeOver,
                    Write,
                    Skip,
                    Confirm,
                    Look,
                    Ask,
                    BelongTo,
                    Peers,
                    Candidates,
                    Decommission,
                    Know,
                    Replied,
                    Parcel,
                    Tick {}

    /** A session has ended. */
    record Ended(JournalSession session, RuntimeException cause) {}

    record TakeOver(CompletableFuture<JournalSession> done) implements Command {}

    /** Appends in this session; {@code incarnation} counts for events alone. */
    record Write(JournalSession session, String incarnation, Payload payload, CompletableFuture<Done> done)
            implements Command {}

    /** Events up to this number were rejected before they came here. */
    record Skip(JournalSession session, String persistenceId, long toSequenceNr) implements Command {}

    record Confirm(JournalSession session, CompletableFuture<Done> done) implements Command {}

    /** Looks at what is committed. */
    record Look<T>(JournalSession session, Function<JournalContents, T> at, CompletableFuture<T> result)
            implements Command {
        void look(JournalContents contents) {
            result.complete(at.apply(contents));
        }
    }

    /** Asks all nodes how the journal stands. */
    record Ask(Consumer<Survey> whenDone) implements Command {}

    /** The cluster whose journal this is. */
    record BelongTo(String clusterId) implements Command {}

    record Peers(Collection<NodeAddress> nodes) implements Command {}

    record Candidates(List<VoterCandidate> registered) implements Command {}

    record Decommission(int nodeId, CompletableFuture<Done> done) implements Command {}

    /** These are the newest voters that this node's voter knows of. */
    record Know(KnownVoters voters) implements Command {}

    /** This node's voter answers. */
    record Replied(VoterReply reply) implements Command {}

    private record Tick() implements Command {}

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Replied.class, replied -> after(() -> onReply(replied.reply())))
                .onMessage(
                        Parcel.class,
                        parcel -> after(
                                () -> parcels.unpack(links.cluster(), parcel).ifPresent(this::onReply)))
                .onMessage(Write.class, write -> after(() -> onWrite(write)))
                .onMessage(Look.class, look -> after(() -> onLook(look)))
                .onMessage(
                        Skip.class,
                        skip -> after(() -> inSession(skip.session())
                                .ifPresent(session -> session.book().skip(skip.persistenceId(), skip.toSequenceNr()))))
                .onMessage(Confirm.class, confirm -> after(() -> onConfirm(confirm)))
                .onMessage(Tick.class, ticked -> after(this::onTick))
                .onMessage(TakeOver.class, takeOver -> after(() -> onTakeOver(takeOver)))
                .onMessage(Ask.class, ask -> after(() -> onAsk(ask)))
                .onMessage(BelongTo.class, belongTo -> after(() -> links.belongTo(belongTo.clusterId())))
                .onMessage(Peers.class, peers -> after(() -> onPeers(peers)))
                .onMessage(Candidates.class, told -> after(() -> onCandidates(told)))
                .onMessage(Decommission.class, gone -> after(() -> onDecommission(gone)))
                .onMessage(Know.class, know -> after(() -> known = know.voters()))
                .onSignal(PostStop.class, stopped -> after(() -> close(new NodeStopsException())))
                .build();
    }

    private Behavior<Command> after(Runnable work) {
        work.run();
        if (open != null) {
            links.send(open.replication().drain());
        }
        keepTime();
        return this;
    }

    private void keepTime() {
        Duration needed = open != null ? TICK_IN_SESSION : Duration.ZERO;
        needed = candidacy != null || !surveys.isEmpty() ? TICK_WHILE_ASKING : needed;
        if (!needed.equals(tick)) {
            tick = needed;
            timers.cancel(Tick.class);
            if (!needed.isZero()) {
                timers.startTimerWithFixedDelay(Tick.class, new Tick(), needed);
            }
        }
    }

    private void onTakeOver(TakeOver takeOver) {
        close(new IllegalStateException("the journal is taken over anew"));
        candidacy = new Candidacy(takeOver.done(), links, known, settings.pace(), random, nowMs());
    }

    private void onReply(VoterReply reply) {
        if (reply instanceof VoterReply.Described described) {
            links.found(described);
            surveys.forEach(survey -> survey.onDescribed(described));
            surveys.removeIf(survey -> survey.isOver(nowMs()));
        }
        if (candidacy != null) {
            candidacy.onReply(reply, nowMs());
            advance();
        } else if (open != null) {
            open.onReply(reply, nowMs()).ifPresent(this::close);
            careForVoters();
        }
    }

    private void onTick() {
        surveys.removeIf(survey -> survey.isOver(nowMs()));
        if (candidacy != null) {
            candidacy.tick(nowMs());
            advance();
        } else if (open != null) {
            open.tick(nowMs()).ifPresent(this::close);
            careForVoters();
        }
    }

    /** Opens the session when the takeover has succeeded, forgets the takeover when it has failed. */
    private void advance() {
        Candidacy current = Objects.requireNonNull(candidacy);
        Optional<Replication> opened = current.opened();
        if (current.done().isDone()) {
            candidacy = null;
        } else if (opened.isPresent()) {
            candidacy = null;
            Replication replication = opened.get();
            JournalSession session = new JournalSession(
                    replication.writer().epoch(), replication.writer().id());
            open = new OpenSession(
                    session, replication, new SessionBook(settings.standalone()), settings.appendPatienceMs());
            care = new VoterCare(settings.plan(current.here()));
            care.candidates(candidates, nowMs());
            current.done().complete(session);
        }
    }

    private void careForVoters() {
        if (care != null && open != null) {
            KnownVoters before = open.replication().voters();
            care.step(open.replication(), nowMs());
            if (!before.equals(open.replication().voters())) {
                tellVoters();
            }
        }
    }

    /** Nodes that are no voters must know whom to ask, too. */
    private void tellVoters() {
        if (open != null) {
            List<NodeAddress> brokers =
                    candidates.stream().map(VoterCandidate::address).toList();
            links.askAll(new VoterRequest.Describe(open.replication().voters()), brokers);
        }
    }

    private void onWrite(Write write) {
        Optional<OpenSession> session = inSession(write.session());
        if (session.isEmpty()) {
            write.done().completeExceptionally(endedAlready(write.session()));
            return;
        }
        try {
            if (write.payload() instanceof Payload.Events events) {
                session.get()
                        .book()
                        .write(
                                write.incarnation(),
                                events,
                                session.get().replication().contents());
            }
            session.get().append(write.payload(), write.done(), nowMs());
        } catch (IllegalStateException refused) {
            write.done().completeExceptionally(refused);
            close(refused);
        }
    }

    private void onLook(Look<?> look) {
        inSession(look.session())
                .ifPresentOrElse(
                        session -> look.look(session.replication().contents()),
                        () -> look.result().completeExceptionally(endedAlready(look.session())));
    }

    private void onConfirm(Confirm confirm) {
        inSession(confirm.session())
                .ifPresentOrElse(
                        session -> session.confirm(confirm.done(), nowMs()),
                        () -> confirm.done().completeExceptionally(endedAlready(confirm.session())));
    }

    private void onAsk(Ask ask) {
        if (surveys.size() < MAX_SURVEYS) {
            surveys.add(new Survey(known, nowMs(), ask.whenDone()));
        }
        links.askAll(
                new VoterRequest.Describe(known),
                known.voters().stream().map(voter -> voter.address()).toList());
    }

    private void onPeers(Peers peers) {
        links.peers(peers.nodes());
        links.askAll(new VoterRequest.Describe(known), List.of());
    }

    private void onCandidates(Candidates told) {
        candidates = told.registered();
        if (care != null) {
            care.candidates(candidates, nowMs());
        }
        careForVoters();
        tellVoters();
    }

    private void onDecommission(Decommission gone) {
        if (care == null) {
            gone.done().completeExceptionally(new IllegalStateException("this node has not taken the journal over"));
        } else {
            care.decommission(gone.nodeId(), gone.done());
            careForVoters();
        }
    }

    private Optional<OpenSession> inSession(JournalSession session) {
        return Optional.ofNullable(open).filter(current -> current.session().equals(session));
    }

    private static IllegalStateException endedAlready(JournalSession session) {
        return new IllegalStateException("the session of epoch " + session.epoch() + " has ended");
    }

    private void close(RuntimeException cause) {
        if (candidacy != null) {
            candidacy.done().completeExceptionally(cause);
            candidacy = null;
        }
        OpenSession closing = open;
        open = null;
        if (closing != null) {
            ended.accept(new Ended(closing.session(), cause));
            closing.close(cause);
        }
        if (care != null) {
            care.close(cause);
            care = null;
        }
    }

    /** Only differences of it count. */
    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
