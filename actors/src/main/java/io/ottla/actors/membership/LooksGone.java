package io.ottla.actors.membership;

import java.util.UUID;

/** Who is told that a broker's process is gone (safety rule M5). Thread-safe. */
@FunctionalInterface
public interface LooksGone {
    /** For a node that has nobody to tell. */
    LooksGone NOBODY = (brokerId, incarnation) -> {};

    /** Nobody listens any more on either port of this broker, which was known in this incarnation. */
    void looksGone(int brokerId, UUID incarnation);
}
