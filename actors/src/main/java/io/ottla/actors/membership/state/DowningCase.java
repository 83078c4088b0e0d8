package io.ottla.actors.membership.state;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.VoterAt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A member that this node cannot reach, and what the voters say about it (safety rule M3): it goes only when a majority of the
 * newest voters had no answer from it either.
 *
 * <p>Not thread-safe. Times are milliseconds of a clock that never goes back.
 */
public final class DowningCase {
    /** What a voter was asked longer ago does not count: words about different moments are no majority. Voters are asked every second. */
    static final long FRESH_MS = 2_000;

    private final MemberAt subject;
    private final Map<VoterId, Word> words = new HashMap<>();
    private Question before = Question.NONE;
    private Question now = Question.NONE;
    private KnownVoters newest;

    /** A case against this member, begun with the newest voters that this node knows of. */
    public DowningCase(MemberAt subject, KnownVoters voters) {
        this.subject = subject;
        this.newest = voters;
    }

    /** How a case stands. */
    public enum Finding {
        /** Too few voters have been heard. */
        OPEN,
        /** A majority had no answer from the member: it is downed. */
        GONE,
        /** So many voters reach it that no majority can miss it. */
        REACHED_BY_OTHERS
    }

    private record VoterId(int nodeId, UUID directoryId) {
        static VoterId of(VoterAt voter) {
            return new VoterId(voter.nodeId(), voter.directoryId());
        }
    }

    private record Question(long ask, long askedAtMs) {
        static final Question NONE = new Question(-1, Long.MIN_VALUE / 2);
    }

    private record Word(boolean answered, long askedAtMs) {}

    /** Whom it is about. */
    public MemberAt subject() {
        return subject;
    }

    /** Who is to be asked. */
    public List<VoterAt> voters() {
        return newest.voters();
    }

    /** The voters are asked now; each question has a number of its own. */
    public void asks(long ask, long nowMs) {
        before = now;
        now = new Question(ask, nowMs);
    }

    /** When the voters were asked last; long ago, if they never were. */
    public long askedAtMs() {
        return now.askedAtMs();
    }

    /**
     * A voter says whether the member answered it. Only the last two questions count: what was asked long ago may be answered when a cut
     * has healed, and says nothing of now.
     *
     * @param known the newest voters that the asked one knows of
     */
    public void said(long ask, int nodeId, UUID directoryId, boolean answered, KnownVoters known) {
        if (known.isNewerThan(newest)) {
            newest = known;
        }
        if (ask == now.ask() || ask == before.ask()) {
            Word word = new Word(answered, ask == now.ask() ? now.askedAtMs() : before.askedAtMs());
            words.merge(
                    new VoterId(nodeId, directoryId),
                    word,
                    (earlier, later) -> later.askedAtMs() < earlier.askedAtMs() ? earlier : later);
        }
    }

    /** How the case stands now. */
    public Finding finding(long nowMs) {
        words.values().removeIf(word -> nowMs - word.askedAtMs() > FRESH_MS);
        int missed = 0;
        int reached = 0;
        for (VoterAt voter : newest.voters()) {
            Word word = words.get(VoterId.of(voter));
            missed += word != null && !word.answered() ? 1 : 0;
            reached += word != null && word.answered() ? 1 : 0;
        }
        if (missed >= newest.majority()) {
            return Finding.GONE;
        }
        return newest.voters().size() - reached < newest.majority() ? Finding.REACHED_BY_OTHERS : Finding.OPEN;
    }
}
