package io.ottla.actors.journal.state;

/**
 * One entry of the quorum journal.
 *
 * @param index its place, from 1 on without gaps
 * @param epoch the epoch of the writer that made it; an entry adopted by a later writer keeps it (rule Q3)
 * @param payload what it says
 */
public record Entry(long index, long epoch, Payload payload) {}
