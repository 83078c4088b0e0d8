package io.ottla.actors.journal;

import akka.Done;
import io.ottla.actors.journal.state.Payload;
import io.ottla.actors.journal.state.Replication;
import io.ottla.actors.journal.state.VoterReply;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The session of a writer that has taken the journal over (safety rules C1, C3). It is closed for good by the first append that
 * fails or is not committed in time, and by another writer.
 */
final class OpenSession {
    private record Pending(CompletableFuture<Done> done, long sinceMs) {}

    private final JournalSession session;
    private final Replication replication;
    private final SessionBook book;
    private final long patienceMs;
    private final TreeMap<Long, Pending> appends = new TreeMap<>();
    private final TreeMap<Long, CompletableFuture<Done>> confirmations = new TreeMap<>();

    OpenSession(JournalSession session, Replication replication, SessionBook book, long patienceMs) {
        this.session = session;
        this.replication = replication;
        this.book = book;
        this.patienceMs = patienceMs;
    }

    JournalSession session() {
        return session;
    }

    Replication replication() {
        return replication;
    }

    SessionBook book() {
        return book;
    }

    /** Appends; {@code done} completes when it is committed. */
    void append(Payload payload, CompletableFuture<Done> done, long nowMs) {
        appends.put(replication.append(payload, nowMs), new Pending(done, nowMs));
    }

    /** Completes {@code done} when a majority has confirmed the epoch from now on. */
    void confirm(CompletableFuture<Done> done, long nowMs) {
        confirmations.merge(replication.confirm(nowMs), done, (first, second) -> {
            throw new IllegalStateException("two confirmations of one round");
        });
    }

    /**
     * Takes an answer.
     *
     * @return why the session must be closed, if it must
     */
    Optional<RuntimeException> onReply(VoterReply reply, long nowMs) {
        replication.onReply(reply, nowMs);
        if (replication.supersededBy().isPresent()) {
            return Optional.of(
                    new SupersededException(replication.supersededBy().get().epoch()));
        }
        if (reply instanceof VoterReply.Broken broken
                && replication.voters().voters().size() == 1) {
            return Optional.of(new IllegalStateException(broken.reason()));
        }
        complete(appends.headMap(replication.commitIndex(), true), Pending::done);
        complete(confirmations.headMap(replication.confirmedRound(), true), done -> done);
        return Optional.empty();
    }

    /** Sends again what is due; why the session must be closed, if it must. */
    Optional<RuntimeException> tick(long nowMs) {
        replication.tick(nowMs);
        Map.Entry<Long, Pending> oldest = appends.firstEntry();
        if (oldest != null && nowMs - oldest.getValue().sinceMs() > patienceMs) {
            return Optional.of(new IllegalStateException(
                    "entry " + oldest.getKey() + " was not on a majority of the journal's voters "
                            + replication.voters().voters() + " within " + patienceMs
                            + " ms; whether it is committed shows the next takeover"));
        }
        return Optional.empty();
    }

    /** Ends it: nobody waits for it any more. */
    void close(RuntimeException cause) {
        appends.values().forEach(pending -> pending.done().completeExceptionally(cause));
        confirmations.values().forEach(done -> done.completeExceptionally(cause));
        appends.clear();
        confirmations.clear();
    }

    private static <P> void complete(Map<Long, P> reached, Function<P, CompletableFuture<Done>> done) {
        reached.values().forEach(pending -> done.apply(pending).complete(Done.getInstance()));
        reached.clear();
    }
}
