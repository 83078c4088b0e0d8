package io.ottla.actors;

/**
 * Takes the one answer to a command of the data path.
 *
 * <p>Local commands carry a reply object instead of asking: no promise, no timeout actor, no extra message. The answer is
 * given exactly once, on the thread of whoever answers, so an implementation only hands it on (a Netty channel, an actor)
 * and never blocks.
 *
 * @param <T> the answer
 */
@FunctionalInterface
public interface Reply<T> {
    /** Takes the answer. */
    void complete(T answer);
}
