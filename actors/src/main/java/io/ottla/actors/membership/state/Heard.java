package io.ottla.actors.membership.state;

import io.ottla.actors.journal.state.KnownVoters;
import java.util.Optional;

/**
 * What another node of the same cluster said of itself, or that nobody is there.
 *
 * @param standing where it stands; OUTSIDE also when nobody listens at its address
 * @param voters the newest voters it knows of
 * @param answered whether it said so itself; false when a connection was refused
 * @param atMs when that was
 */
public record Heard(Standing standing, Optional<KnownVoters> voters, boolean answered, long atMs) {
    /** A node that answered. */
    public static Heard answer(Standing standing, Optional<KnownVoters> voters, long atMs) {
        return new Heard(standing, voters, true, atMs);
    }

    /** Nobody listens there. */
    public static Heard refusal(long atMs) {
        return new Heard(Standing.OUTSIDE, Optional.empty(), false, atMs);
    }
}
