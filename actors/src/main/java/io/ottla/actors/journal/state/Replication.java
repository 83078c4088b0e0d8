package io.ottla.actors.journal.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A writer that has taken the journal over: brings the voters up to the log it adopted, starts its epoch, and appends (safety
 * rules Q3, Q4, Q8, C3).
 *
 * <p>It is open when {@code EpochStarted} of its own epoch is on a majority; what it adopted is committed then.
 */
public final class Replication {
    private final WriterId writer;
    private final Pace pace;
    private final EntryLog log;
    private final JournalContents contents;
    private final Map<UUID, Follower> followers = new LinkedHashMap<>();
    private final List<Outbound> out = new ArrayList<>();
    private final long epochStartedAt;
    private long commitIndex;
    private long round;
    private long wantedRound;
    private @Nullable VoterAt learner;
    private @Nullable WriterId supersededBy;
    private @Nullable Snapshot toInstall;

    /**
     * Begins to write.
     *
     * @param adopted the log that the takeover found
     */
    public Replication(WriterId writer, VoterReply.LogRead adopted, Pace pace, long nowMs) {
        this.writer = writer;
        this.pace = pace;
        this.log = new EntryLog(adopted.base(), adopted.entries());
        this.contents = JournalContents.of(adopted.base());
        this.commitIndex = adopted.base().index();
        this.epochStartedAt = log.lastIndex() + 1;
        if (log.voters().voters().isEmpty()) {
            throw new IllegalStateException("the journal that " + writer + " adopted names no voters");
        }
        append(new Payload.EpochStarted(), nowMs);
    }

    /** Appends an entry, and returns its index. */
    public long append(Payload payload, long nowMs) {
        long index = log.lastIndex() + 1;
        log.append(new Entry(index, writer.epoch(), payload));
        if (payload instanceof Payload.VotersChanged) {
            retain();
        }
        refresh(nowMs);
        return index;
    }

    /**
     * Changes the voters, by at most one of them (rule Q4).
     *
     * @return the index of the entry; empty while a change before it, or the start of the epoch, is not committed
     */
    public Optional<Long> changeVoters(List<VoterAt> voters, long nowMs) {
        if (!mayChangeVoters()) {
            return Optional.empty();
        }
        requireOneChange(log.voters().voters(), voters);
        return Optional.of(append(new Payload.VotersChanged(voters), nowMs));
    }

    /** Whether the voters may be changed now. */
    public boolean mayChangeVoters() {
        return isOpen() && log.voters().index() <= commitIndex;
    }

    /** Feeds this node besides the voters, or none. */
    public void teach(Optional<VoterAt> newLearner, long nowMs) {
        learner = newLearner.orElse(null);
        retain();
        refresh(nowMs);
    }

    /** Who is fed besides the voters. */
    public Optional<VoterAt> learner() {
        return Optional.ofNullable(learner);
    }

    /** Whether the learner has everything that was committed. */
    public boolean learnerIsCaughtUp() {
        return Optional.ofNullable(learner)
                .map(taught -> followers.get(taught.directoryId()))
                .filter(follower -> follower.matched() >= commitIndex && commitIndex >= epochStartedAt)
                .isPresent();
    }

    /** Asks the voters to confirm the epoch; it is confirmed when {@link #confirmedRound()} has reached the result. */
    public long confirm(long nowMs) {
        wantedRound = ++round;
        refresh(nowMs);
        return wantedRound;
    }

    /** The newest message that a majority has answered. */
    public long confirmedRound() {
        return ofMajority(Follower::answeredRound);
    }

    /** Takes a voter's answer. */
    public void onReply(VoterReply reply, long nowMs) {
        Follower follower = followers.get(reply.directoryId());
        if (reply instanceof VoterReply.Refused refused && refused.writer().equals(writer)) {
            supersededBy = refused.promised();
        } else if (follower != null
                && reply instanceof VoterReply.Appended appended
                && appended.writer().equals(writer)) {
            follower.appended(appended);
            advance();
            refresh(nowMs);
        } else if (follower != null
                && reply instanceof VoterReply.Mismatch mismatch
                && mismatch.writer().equals(writer)) {
            follower.mismatched(mismatch);
            refresh(nowMs);
        }
    }

    /** Sends again what was not answered, and shows idle voters that the writer lives. */
    public void tick(long nowMs) {
        for (Follower follower : followers.values()) {
            long patience = follower.isWaiting() ? pace.retryMs() : pace.idleMs();
            if (nowMs - follower.sentAtMs() >= patience) {
                send(follower, nowMs);
            }
        }
    }

    /** The requests to send now; each is handed out once. */
    public List<Outbound> drain() {
        List<Outbound> requests = List.copyOf(out);
        out.clear();
        return requests;
    }

    /** Who writes. */
    public WriterId writer() {
        return writer;
    }

    /** Whether it may write for others: its epoch has begun. */
    public boolean isOpen() {
        return commitIndex >= epochStartedAt;
    }

    /** The newest committed entry. */
    public long commitIndex() {
        return commitIndex;
    }

    /** The newest entry. */
    public long lastIndex() {
        return log.lastIndex();
    }

    /** The writer that superseded this one. */
    public Optional<WriterId> supersededBy() {
        return Optional.ofNullable(supersededBy);
    }

    /** The newest voters, committed or not. */
    public KnownVoters voters() {
        return log.voters();
    }

    /** What the committed entries add up to. */
    public JournalContents contents() {
        return contents;
    }

    /** Its log, for invariants. */
    EntryLog log() {
        return log;
    }

    private static void requireOneChange(List<VoterAt> before, List<VoterAt> after) {
        long added = after.stream().filter(voter -> !named(before, voter)).count();
        long removed = before.stream().filter(voter -> !named(after, voter)).count();
        if (added + removed > 1 || after.isEmpty()) {
            throw new IllegalStateException("voters change one at a time, not from " + before + " to " + after);
        }
    }

    private static boolean named(List<VoterAt> voters, VoterAt one) {
        return voters.stream().anyMatch(voter -> voter.directoryId().equals(one.directoryId()));
    }

    /** Follows the voters of the newest set and the learner, and nobody else. */
    private void retain() {
        List<VoterAt> all = new ArrayList<>(log.voters().voters());
        Optional.ofNullable(learner).filter(taught -> !named(all, taught)).ifPresent(all::add);
        followers
                .keySet()
                .removeIf(id ->
                        all.stream().noneMatch(voter -> voter.directoryId().equals(id)));
        for (VoterAt voter : all) {
            followers
                    .computeIfAbsent(voter.directoryId(), id -> new Follower(voter, log.lastIndex()))
                    .movedTo(voter);
        }
    }

    /** Sends what is due to everybody who waits for nothing. */
    private void refresh(long nowMs) {
        if (followers.isEmpty()) {
            retain();
        }
        for (Follower follower : followers.values()) {
            boolean due = follower.nextIndex() <= log.lastIndex() || follower.answeredRound() < wantedRound;
            if (!follower.isWaiting() && due) {
                send(follower, nowMs);
            }
        }
    }

    private void send(Follower follower, long nowMs) {
        round++;
        follower.sent(round, nowMs);
        out.add(new Outbound(follower.at(), next(follower)));
    }

    private VoterRequest next(Follower follower) {
        UUID directory = follower.at().directoryId();
        long previous = follower.nextIndex() - 1;
        if (previous < log.baseIndex()) {
            return new VoterRequest.Install(directory, writer, round, snapshot());
        }
        return new VoterRequest.Append(
                directory,
                writer,
                round,
                previous,
                log.epochAt(previous),
                log.from(previous + 1, pace.batchBytes()),
                commitIndex,
                log.lastIndex());
    }

    /** What is committed, for a voter that lacks entries which are gone here. */
    private Snapshot snapshot() {
        Snapshot made = toInstall;
        if (made == null || made.index() < log.baseIndex()) {
            made = new Snapshot(
                    commitIndex, log.epochAt(commitIndex), log.votersAt(commitIndex), contents.asPayloads());
            toInstall = made;
        }
        return made;
    }

    /** Rule Q3: an entry counts once a later or equal one of this epoch is on a majority. */
    private void advance() {
        long onMajority = ofMajority(Follower::matched);
        if (onMajority <= commitIndex || log.epochAt(onMajority) != writer.epoch()) {
            return;
        }
        for (long index = commitIndex + 1; index <= onMajority; index++) {
            contents.apply(log.at(index).payload());
        }
        commitIndex = onMajority;
        forgetOldEntries();
        if (commitIndex >= epochStartedAt && log.voters().index() == 0) {
            // The first voters stood in the formatted folders alone.
            log.append(new Entry(
                    log.lastIndex() + 1,
                    writer.epoch(),
                    new Payload.VotersChanged(log.voters().voters())));
        }
    }

    /** Keeps what a voter may still need, unless that becomes too much: it is sent a snapshot then. */
    private void forgetOldEntries() {
        if (log.size() < 2 * pace.keepBytes()) {
            return;
        }
        long slowest =
                followers.values().stream().mapToLong(Follower::matched).min().orElse(commitIndex);
        boolean tooMuch = log.size() >= 4 * pace.keepBytes();
        log.compactTo(Math.max(log.baseIndex(), tooMuch ? commitIndex : Math.min(slowest, commitIndex)));
    }

    private long ofMajority(ToLongFunction<Follower> of) {
        List<VoterAt> voters = log.voters().voters();
        long[] sorted = voters.stream()
                .mapToLong(voter -> of.applyAsLong(followers.get(voter.directoryId())))
                .sorted()
                .toArray();
        return sorted[voters.size() - log.voters().majority()];
    }
}
