/**
 * What a group is and what becomes of it: plain objects without actors, clocks, threads or I/O. Commands come in with the
 * time, {@link io.ottla.actors.coordinator.state.Outcome}s go out, and durable state changes by replaying records alone.
 */
@NullMarked
package io.ottla.actors.group.state;

import org.jspecify.annotations.NullMarked;
