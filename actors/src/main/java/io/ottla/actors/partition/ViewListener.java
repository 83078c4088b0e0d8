package io.ottla.actors.partition;

/** Told of every view that a replica publishes; called on the replica's thread, so it only hands on. */
@FunctionalInterface
public interface ViewListener {
    /** The replica shows something new, or nothing any more. */
    void changed();
}
