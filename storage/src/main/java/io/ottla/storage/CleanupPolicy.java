package io.ottla.storage;

/** What happens to old records: topic setting {@code cleanup.policy}. */
public enum CleanupPolicy {
    /** Segments beyond retention are deleted. */
    DELETE,
    /** The last record of every key is kept. */
    COMPACT
}
