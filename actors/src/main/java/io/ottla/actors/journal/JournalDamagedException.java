package io.ottla.actors.journal;

/**
 * The journal is damaged somewhere else than in its last, unfinished write. The only voter of a cluster refuses to start
 * then, because what it would forget is the cluster's metadata (safety rule Q5).
 */
public final class JournalDamagedException extends RuntimeException {
    /** Damage, told with file, position and what to do. */
    public JournalDamagedException(String message) {
        super(message);
    }
}
