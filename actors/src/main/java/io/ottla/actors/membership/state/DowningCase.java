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
    /** A voter's word that is older does not count. */
    static final long FRESH_MS = 3_000;

    private final MemberAt subject;
    private final Map<VoterId, Word> words = new HashMap<>();
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

    private record Word(boolean answered, long atMs) {}

    /** Whom it is about. */
    public MemberAt subject() {
        return subject;
    }

    /** Who is to be asked. */
    public List<VoterAt> voters() {
        return newest.voters();
    }

    /**
     * A voter was asked after the member became unreachable, and says whether the member answered it.
     *
     * @param known the newest voters that the asked one knows of
     */
    public void said(int nodeId, UUID directoryId, boolean answered, KnownVoters known, long nowMs) {
        if (known.isNewerThan(newest)) {
            newest = known;
        }
        words.put(new VoterId(nodeId, directoryId), new Word(answered, nowMs));
    }

    /** How the case stands now. */
    public Finding finding(long nowMs) {
        words.values().removeIf(word -> nowMs - word.atMs() > FRESH_MS);
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
