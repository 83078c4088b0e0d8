package io.ottla.actors.coordinator.state;

/**
 * The time of a decision, on both clocks: what is written down uses the wall clock, what expires while nobody looks uses one
 * that never jumps.
 *
 * @param wallMs milliseconds since the epoch
 * @param steadyMs milliseconds of a clock that only moves forward, from an arbitrary origin
 */
public record Moment(long wallMs, long steadyMs) {}
