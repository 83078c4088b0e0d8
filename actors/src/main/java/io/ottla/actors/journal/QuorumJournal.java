package io.ottla.actors.journal;

import akka.Done;
import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Adapter;
import com.typesafe.config.Config;
import io.ottla.actors.journal.state.JournalContents;
import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.Payload;
import io.ottla.actors.journal.state.QuorumDescription;
import io.ottla.actors.journal.state.VoterCandidate;
import io.ottla.actors.remote.NodeAddress;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The node's access to the quorum journal: an Akka extension, shared by the controller's guardian, which takes over, and the
 * persistence plugins, which write in the session that this opens. It starts this node's voter and its writer.
 *
 * <p>The stages complete on the thread of an actor, which must not be held up.
 */
public final class QuorumJournal implements Extension {
    private record Session(JournalSession session, CompletableFuture<RuntimeException> end) {}

    private final boolean standalone;
    private final ActorRef<VoterActor.Command> voter;
    private final ActorRef<WriterActor.Command> writer;
    private final CompletableFuture<Done> opened = new CompletableFuture<>();
    private volatile @Nullable KnownVoters known;
    /** The session to write in. */
    private volatile @Nullable Session current;

    /** The newest session, which may be over. */
    private volatile @Nullable Session newest;

    private @Nullable CompletionStage<JournalSession> alone;

    QuorumJournal(ExtendedActorSystem system) {
        Config config = system.settings().config().getConfig("ottla.journal");
        WriterSettings settings = WriterSettings.of(config, here(system));
        standalone = settings.standalone();
        VoterFolder folder = new VoterFolder(
                Path.of(config.getString("folder")),
                config.getInt("node-id"),
                settings.here(),
                config.getBoolean("format-alone"));
        voter = Adapter.toTyped(system)
                .systemActorOf(
                        VoterActor.create(folder, settings.pace().keepBytes(), new FromVoter()),
                        VoterActor.NAME,
                        DispatcherSelector.fromConfig("ottla.journal.voter-dispatcher"));
        writer = Adapter.toTyped(system)
                .systemActorOf(
                        WriterActor.create(settings, voter, this::onEnded),
                        WriterActor.NAME,
                        DispatcherSelector.defaultDispatcher());
        Optional.ofNullable(known).ifPresent(voters -> writer.tell(new WriterActor.Know(voters)));
    }

    /** The journal of this actor system. */
    public static QuorumJournal get(ActorSystem system) {
        return QuorumJournalId.INSTANCE.get(system);
    }

    /** Tells this node's number, by which others describe its copy, and its cluster: nodes of others are not listened to. */
    public void belongsTo(int nodeId, String clusterId) {
        voter.tell(new VoterActor.BelongTo(nodeId, clusterId));
        writer.tell(new WriterActor.BelongTo(clusterId));
    }

    /**
     * Completes when this node's folder is open; fails with {@link JournalDamagedException} if what is in it cannot be trusted
     * and nobody else has it: such a node must not run.
     */
    public CompletionStage<Done> opened() {
        return opened.minimalCompletionStage();
    }

    /**
     * Opens a session in a new epoch; every earlier session is superseded (rule C1). Fails if no majority of the voters answers
     * within some seconds, and with {@link SupersededException} if others go on taking over.
     */
    public CompletionStage<JournalSession> takeOver() {
        current = null;
        CompletableFuture<JournalSession> done = new CompletableFuture<>();
        CompletionStage<JournalSession> taken = done.thenApply(session -> {
            Session begun = new Session(session, new CompletableFuture<>());
            newest = begun;
            current = begun;
            return session;
        });
        writer.tell(new WriterActor.TakeOver(done));
        return taken;
    }

    /** Completes when this session has ended, with the reason; at once if it has ended already. */
    public CompletionStage<RuntimeException> ended(JournalSession session) {
        Session last = newest;
        return last != null && last.session().equals(session)
                ? last.end().minimalCompletionStage()
                : CompletableFuture.completedStage(ended(session, "it was closed"));
    }

    /**
     * Completes once a majority has confirmed, since this call, that no other writer has superseded the session (rule C3);
     * fails if the session has ended.
     */
    public CompletionStage<Done> confirm(JournalSession session) {
        CompletableFuture<Done> done = new CompletableFuture<>();
        writer.tell(new WriterActor.Confirm(session, done));
        return done;
    }

    /**
     * Whether a writer that was superseded in this epoch may take over again: a majority of the voters has answered, and none
     * of them heard a higher writer in the last two seconds (rule C2).
     */
    public CompletionStage<Boolean> mayTakeOverAfter(long epoch) {
        return ask(survey -> survey.allowsWriterAfter(epoch));
    }

    /** The newest voters this node knows of; empty before it knows any. May be asked on any thread. */
    public Optional<KnownVoters> knownVoters() {
        return Optional.ofNullable(known);
    }

    /** How the journal stands on all nodes that answer within a second; may be asked on any node. */
    public CompletionStage<QuorumDescription> describe() {
        return ask(Survey::description);
    }

    /** Tells the addresses of all nodes that this one knows of: where to look for voters. */
    public void peers(Collection<NodeAddress> nodes) {
        writer.tell(new WriterActor.Peers(List.copyOf(nodes)));
    }

    /** Tells the registered brokers, from which the writer chooses the voters (rule Q6). */
    public void candidates(List<VoterCandidate> registered) {
        writer.tell(new WriterActor.Candidates(List.copyOf(registered)));
    }

    /**
     * Completes when this node is no voter, and that is committed; at once if it is none. Works where the session is, and fails
     * when that ends.
     */
    public CompletionStage<Done> decommission(int nodeId) {
        CompletableFuture<Done> done = new CompletableFuture<>();
        writer.tell(new WriterActor.Decommission(nodeId, done));
        return done;
    }

    /**
     * Appends.
     *
     * @param incarnation of the persistent actor that writes events; empty for anything else
     */
    CompletionStage<Done> write(String incarnation, Payload payload) {
        return inSession(session -> {
            CompletableFuture<Done> done = new CompletableFuture<>();
            writer.tell(new WriterActor.Write(session, incarnation, payload, done));
            return done;
        });
    }

    /** Tells that events up to this number were rejected. */
    void skip(String persistenceId, long toSequenceNr) {
        inSession(session -> {
            writer.tell(new WriterActor.Skip(session, persistenceId, toSequenceNr));
            return CompletableFuture.completedStage(Done.getInstance());
        });
    }

    /** Looks at what is committed. */
    <T> CompletionStage<T> look(Function<JournalContents, T> at) {
        return inSession(session -> {
            CompletableFuture<T> result = new CompletableFuture<>();
            writer.tell(new WriterActor.Look<>(session, at, result));
            return result;
        });
    }

    private <T> CompletionStage<T> inSession(Function<JournalSession, CompletionStage<T>> work) {
        Session now = current;
        if (now != null) {
            return work.apply(now.session());
        }
        return standalone
                ? takeOverAlone().thenCompose(work)
                : CompletableFuture.failedStage(new IllegalStateException("no writer has taken the journal over"));
    }

    /** Nobody else takes over a journal that stands alone: its first use does. */
    private synchronized CompletionStage<JournalSession> takeOverAlone() {
        CompletionStage<JournalSession> taking = alone;
        if (taking == null) {
            taking = takeOver();
            alone = taking;
        }
        return taking;
    }

    private <T> CompletionStage<T> ask(Function<Survey, T> evaluate) {
        CompletableFuture<T> result = new CompletableFuture<>();
        writer.tell(new WriterActor.Ask(survey -> result.complete(evaluate.apply(survey))));
        return result;
    }

    private void onEnded(WriterActor.Ended ended) {
        Session last = newest;
        if (last != null && last.session().equals(ended.session())) {
            if (last.equals(current)) {
                current = null;
            }
            synchronized (this) {
                alone = null;
            }
            last.end().complete(ended.cause());
        }
    }

    private static IllegalStateException ended(JournalSession session, String why) {
        return new IllegalStateException("the session of epoch " + session.epoch() + " has ended: " + why);
    }

    private static NodeAddress here(ExtendedActorSystem system) {
        Address address = system.provider().getDefaultAddress();
        return new NodeAddress(
                address.getHost().orElse("localhost"), address.getPort().orElse(0));
    }

    private final class FromVoter implements VoterActor.VoterEvents {
        @Override
        public void opened() {
            opened.complete(Done.getInstance());
        }

        @Override
        public void failed(Throwable cause) {
            opened.completeExceptionally(cause);
        }

        @Override
        public void known(KnownVoters voters) {
            known = voters;
            Optional.ofNullable(writer).ifPresent(actor -> actor.tell(new WriterActor.Know(voters)));
        }
    }
}
