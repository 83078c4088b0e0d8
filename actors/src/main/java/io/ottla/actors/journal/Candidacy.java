package io.ottla.actors.journal;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.Pace;
import io.ottla.actors.journal.state.Replication;
import io.ottla.actors.journal.state.Takeover;
import io.ottla.actors.journal.state.VoterReply;
import io.ottla.actors.journal.state.VoterRequest;
import io.ottla.actors.journal.state.WriterId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to take the journal over: finds the voters, collects promises, adopts their newest log and starts an epoch.
 *
 * <p>A candidate that meets a higher promise which it could not have known of tries again above it, a few times; then it
 * fails, and its owner waits before the next.
 */
final class Candidacy {
    private static final int MAX_ATTEMPTS = 5;
    private static final long PATIENCE_MS = 5_000;
    private static final long REPEAT_MS = 500;
    private static final long JITTER_MS = 100;

    private final CompletableFuture<JournalSession> done;
    private final VoterLinks links;
    private final Pace pace;
    private final Random random;
    private final long sinceMs;
    private KnownVoters known;
    private UUID here = new UUID(0, 0);
    private long highestEpoch;
    private int attempts;
    private boolean isAsked;
    private long repeatAtMs;
    private long startAtMs;
    private @Nullable Takeover takeover;
    private @Nullable Replication replication;

    Candidacy(
            CompletableFuture<JournalSession> done,
            VoterLinks links,
            KnownVoters known,
            Pace pace,
            Random random,
            long nowMs) {
        this.done = done;
        this.links = links;
        this.known = known;
        this.pace = pace;
        this.random = random;
        this.sinceMs = nowMs;
        this.repeatAtMs = nowMs + REPEAT_MS;
        links.askHere(new VoterRequest.Describe(known));
    }

    /** Takes an answer; the first one is this node's own. */
    void onReply(VoterReply reply, long nowMs) {
        if (reply instanceof VoterReply.Described described) {
            onDescribed(described);
        } else if (reply instanceof VoterReply.Broken broken) {
            onBroken(broken);
        } else if (replication != null) {
            replication.onReply(reply, nowMs);
            replication.supersededBy().ifPresent(by -> retryAbove(by, nowMs));
        } else if (takeover != null) {
            takeover.onReply(reply);
            takeover.supersededBy().ifPresent(by -> retryAbove(by, nowMs));
            adopt(nowMs);
        }
        send();
    }

    /** Repeats what was not answered, and gives up in time. */
    void tick(long nowMs) {
        if (nowMs - sinceMs > PATIENCE_MS) {
            fail(new TimeoutException("no majority of the journal's voters answered: " + progress()));
        } else if (takeover == null
                && replication == null
                && nowMs >= startAtMs
                && !known.voters().isEmpty()) {
            start();
        } else if (nowMs >= repeatAtMs) {
            repeatAtMs = nowMs + REPEAT_MS;
            links.askAll(new VoterRequest.Describe(known), List.of());
            Optional.ofNullable(takeover).ifPresent(Takeover::repeat);
        }
        Optional.ofNullable(replication).ifPresent(writing -> writing.tick(nowMs));
        send();
    }

    /** The writer, once its epoch has begun. */
    Optional<Replication> opened() {
        return Optional.ofNullable(replication).filter(Replication::isOpen);
    }

    /** This node's folder. */
    UUID here() {
        return here;
    }

    /** Who waits for it. */
    CompletableFuture<JournalSession> done() {
        return done;
    }

    private void onDescribed(VoterReply.Described described) {
        highestEpoch = Math.max(highestEpoch, described.promised().epoch());
        KnownVoters newer = known.orNewer(described.known());
        if (!newer.equals(known) && takeover != null) {
            takeover.ask(newer);
        }
        known = newer;
        if (!isAsked) {
            isAsked = true;
            here = described.directoryId();
            links.askAll(new VoterRequest.Describe(known), List.of());
        }
        if (attempts == 0 && !known.voters().isEmpty()) {
            start();
        }
    }

    private void onBroken(VoterReply.Broken broken) {
        boolean alone = known.voters().size() <= 1;
        if (alone || takeover == null) {
            fail(new JournalDamagedException(broken.reason()));
        }
    }

    private void start() {
        attempts++;
        highestEpoch++;
        takeover = new Takeover(new WriterId(highestEpoch, UUID.randomUUID()), known, here);
    }

    private void adopt(long nowMs) {
        if (takeover != null && takeover.adopted().isPresent()) {
            replication = new Replication(takeover.writer(), takeover.adopted().get(), pace, nowMs);
            takeover = null;
        }
    }

    private void retryAbove(WriterId other, long nowMs) {
        takeover = null;
        replication = null;
        highestEpoch = Math.max(highestEpoch, other.epoch());
        if (attempts >= MAX_ATTEMPTS) {
            fail(new SupersededException(other.epoch()));
        } else if (attempts == 1) {
            start();
        } else {
            startAtMs = nowMs + random.nextLong(JITTER_MS * attempts);
        }
    }

    private void send() {
        Optional.ofNullable(takeover).ifPresent(asking -> links.send(asking.drain()));
        Optional.ofNullable(replication).ifPresent(writing -> links.send(writing.drain()));
    }

    private void fail(Throwable cause) {
        done.completeExceptionally(cause);
    }

    private String progress() {
        if (replication != null) {
            return "the epoch could not be started on a majority of "
                    + replication.voters().voters();
        }
        if (takeover != null) {
            return takeover.progress();
        }
        return known.voters().isEmpty() ? "this node knows of no voters yet" : "the voters are " + known.voters();
    }
}
