package io.ottla.actors.coordinator.state;

/** How an entity appears in lists; an immutable value. */
public interface EntityListing {
    /** The entity's name. */
    String id();

    /** Whether clients get to see it at all. */
    boolean visible();
}
