package io.ottla.actors.membership.state;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.VoterAt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A node's doubt whether it is still a member (safety rule M4): someone has quarantined it, or says that it is none. It ends
 * only when a majority of the newest voters is in a cluster without this incarnation, or can never tell it anything.
 *
 * <p>Not thread-safe. Times are milliseconds of a clock that never goes back.
 */
public final class Exclusion {
    private static final long FRESH_MS = 3_000;

    private final Map<UUID, Word> words = new HashMap<>();
    private KnownVoters newest;

    /** A doubt, with the newest voters that this node knows of. */
    public Exclusion(KnownVoters voters) {
        this.newest = voters;
    }

    private record Word(int nodeId, boolean withoutMe, long atMs) {}

    /** Who is to be asked. */
    public List<VoterAt> voters() {
        return newest.voters();
    }

    /**
     * A voter told where it stands.
     *
     * @param withoutMe whether it is up in a cluster that does not have this incarnation
     * @param known the newest voters it knows of
     */
    public void said(int nodeId, UUID directoryId, boolean withoutMe, KnownVoters known, long nowMs) {
        if (known.isNewerThan(newest)) {
            newest = known;
        }
        words.put(directoryId, new Word(nodeId, withoutMe, nowMs));
    }

    /** Whether a majority is without this incarnation: says so, or cannot say anything to this node any more. */
    public boolean isCertain(long nowMs, Severed severed) {
        words.values().removeIf(word -> nowMs - word.atMs() > FRESH_MS);
        long without = newest.voters().stream()
                .filter(voter -> severed.holds(voter.address()) || saysWithoutMe(voter))
                .count();
        return without >= newest.majority();
    }

    private boolean saysWithoutMe(VoterAt voter) {
        Word word = words.get(voter.directoryId());
        return word != null && word.nodeId() == voter.nodeId() && word.withoutMe();
    }
}
