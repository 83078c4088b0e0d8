package io.ottla.actors.journal;

import akka.Done;
import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import io.ottla.actors.journal.state.KnownVoters;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The node's access to the quorum journal: an Akka extension, shared by the controller's guardian (which takes over) and the
 * persistence plugin (which writes in the session that the takeover opened).
 *
 * <p>All disk work runs on one thread of its own. The folder is {@code ottla.journal.folder} of the configuration.
 */
public final class QuorumJournal implements Extension {
    private final ExecutorService thread;
    private final CompletableFuture<Voter> voter;
    private volatile @Nullable JournalSession session;
    private volatile @Nullable KnownVoters known;
    private String sessionWriter = "";

    QuorumJournal(ExtendedActorSystem system) {
        Path folder = Path.of(system.settings().config().getString("ottla.journal.folder"));
        thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "ottla-voter"));
        voter = CompletableFuture.supplyAsync(() -> Voter.open(folder), thread);
        voter.thenRun(() -> known = QuorumFolder.read(folder)
                .map(QuorumFolder::voters)
                .filter(voters -> !voters.voters().isEmpty())
                .orElse(null));
        system.registerOnTermination(this::close);
    }

    /** The journal of this actor system. */
    public static QuorumJournal get(ActorSystem system) {
        return QuorumJournalId.INSTANCE.get(system);
    }

    /** Opens a session in a new epoch; every earlier session is superseded. Fails if the journal cannot be trusted. */
    public CompletionStage<JournalSession> takeOver() {
        session = null;
        return onVoter(opened -> {
            JournalSession taken = opened.takeOver(UUID.randomUUID());
            sessionWriter = "";
            session = taken;
            return taken;
        });
    }

    /**
     * Completes once a majority has confirmed, since this call, that no other writer has superseded the session (safety rule
     * C3); fails if one has.
     */
    public CompletionStage<Done> confirm(JournalSession confirmed) {
        return onVoter(opened -> {
            if (!confirmed.equals(session)) {
                throw new IllegalStateException("the session of epoch " + confirmed.epoch() + " has ended");
            }
            return Done.getInstance();
        });
    }

    /** The newest voters this node knows of; empty before the journal is open. */
    public Optional<KnownVoters> knownVoters() {
        return Optional.ofNullable(known);
    }

    /**
     * Appends one atomic write.
     *
     * @param writer the incarnation of the persistent actor; a session takes writes of one alone (safety rule C1)
     */
    CompletionStage<Void> append(String writer, String persistenceId, long firstSequenceNr, List<byte[]> events) {
        return inSession((opened, current) -> {
            if (sessionWriter.isEmpty()) {
                sessionWriter = writer;
            }
            if (!sessionWriter.equals(writer)) {
                throw new IllegalStateException("the session of epoch " + current.epoch() + " belongs to writer "
                        + sessionWriter + ", not to " + writer);
            }
            opened.append(current, persistenceId, firstSequenceNr, events);
        });
    }

    CompletionStage<Void> delete(String persistenceId, long toSequenceNr) {
        return inSession((opened, current) -> opened.delete(current, persistenceId, toSequenceNr));
    }

    CompletionStage<List<byte[]>> replay(String persistenceId, long from, long to, long max) {
        return onVoter(opened -> opened.stream(persistenceId).replay(from, to, max));
    }

    CompletionStage<Long> highestSequenceNr(String persistenceId) {
        return onVoter(opened -> opened.stream(persistenceId).highestSequenceNr());
    }

    private interface Write {
        void in(Voter voter, JournalSession session);
    }

    private CompletionStage<Void> inSession(Write write) {
        return onVoter(opened -> {
            JournalSession current = Optional.ofNullable(session)
                    .orElseThrow(() -> new IllegalStateException("no writer has taken the journal over"));
            try {
                write.in(opened, current);
            } catch (RuntimeException e) {
                session = null;
                throw e;
            }
            return null;
        });
    }

    private <T> CompletionStage<T> onVoter(Function<Voter, @Nullable T> work) {
        return voter.thenApplyAsync(work, thread);
    }

    private void close() {
        thread.execute(() -> {
            if (!voter.isCompletedExceptionally()) {
                voter.join().close();
            }
        });
        thread.shutdown();
    }
}
