package io.ottla.actors.journal;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.QuorumDescription;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.journal.state.VoterReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/** A question to all nodes how the journal stands, answered when every voter of the newest set has spoken, or in time. */
final class Survey {
    private static final long PATIENCE_MS = 1_000;
    /** A writer heard so recently is left in peace (safety rule C2). */
    private static final long RECENTLY_MS = 2_000;

    private final Consumer<Survey> whenDone;
    private final long untilMs;
    private final Map<UUID, VoterReply.Described> answers = new LinkedHashMap<>();
    private KnownVoters newest;

    Survey(KnownVoters known, long nowMs, Consumer<Survey> whenDone) {
        this.newest = known;
        this.untilMs = nowMs + PATIENCE_MS;
        this.whenDone = whenDone;
    }

    /** Takes an answer. */
    void onDescribed(VoterReply.Described described) {
        answers.put(described.directoryId(), described);
        newest = newest.orNewer(described.known());
    }

    /** Reports if it is over; whether it is. */
    boolean isOver(long nowMs) {
        boolean all = !newest.voters().isEmpty()
                && newest.voters().stream().allMatch(voter -> answers.containsKey(voter.directoryId()));
        if (all || nowMs >= untilMs) {
            whenDone.accept(this);
            return true;
        }
        return false;
    }

    /**
     * Whether a majority of the voters answered, and none of them heard a writer above this epoch lately: only then may a
     * superseded writer try again.
     */
    boolean allowsWriterAfter(long epoch) {
        List<VoterReply.Described> voters = newest.voters().stream()
                .map(voter -> answers.get(voter.directoryId()))
                .filter(answer -> answer != null)
                .toList();
        return voters.size() >= newest.majority()
                && voters.stream()
                        .noneMatch(answer -> answer.promised().epoch() > epoch
                                && answer.sinceHeardMs().orElse(Long.MAX_VALUE) <= RECENTLY_MS);
    }

    /** The answers as Kafka's tools want them. */
    QuorumDescription description() {
        List<QuorumDescription.Copy> voters = new ArrayList<>();
        List<QuorumDescription.Copy> observers = new ArrayList<>();
        for (VoterAt voter : newest.voters()) {
            VoterReply.Described answer = answers.get(voter.directoryId());
            voters.add(answer == null ? QuorumDescription.Copy.silent(voter) : copy(answer));
        }
        answers.values().stream()
                .filter(answer -> !newest.include(answer.nodeId(), answer.directoryId()))
                .forEach(answer -> observers.add(copy(answer)));
        long epoch = 0;
        long committed = 0;
        for (VoterReply.Described answer : answers.values()) {
            epoch = Math.max(epoch, answer.promised().epoch());
            committed = Math.max(committed, answer.commitIndex());
        }
        return new QuorumDescription(epoch, committed + 1, voters, observers);
    }

    private static QuorumDescription.Copy copy(VoterReply.Described answer) {
        return new QuorumDescription.Copy(
                answer.nodeId(),
                answer.directoryId(),
                OptionalLong.of(answer.lastIndex() + 1),
                answer.sinceHeardMs(),
                answer.sinceCaughtUpMs());
    }
}
