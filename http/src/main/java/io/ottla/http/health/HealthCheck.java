package io.ottla.http.health;

/** One part of the node that has to serve before the node is ready. */
public interface HealthCheck {
    /** The part's name in the answer, for instance {@code kafka} or {@code controller}. */
    String name();

    /**
     * How the part is at this moment. Called for each probe on a thread that serves requests, from many at once: it looks
     * at what is known and neither blocks nor asks around. An exception counts as not ready.
     */
    Health check();
}
