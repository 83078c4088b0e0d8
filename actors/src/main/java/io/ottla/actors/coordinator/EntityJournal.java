package io.ottla.actors.coordinator;

/** Writes the turning points in an entity's life to the broker's log. */
@FunctionalInterface
public interface EntityJournal {
    /** Looks at the entity after it may have changed. */
    void noteChanges();
}
