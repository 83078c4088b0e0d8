/**
 * What the coordinators' runtime knows of the things it coordinates, whatever they are: they decide commands, and change state by
 * replaying records. Plain objects without actors, clocks, threads or I/O.
 */
@NullMarked
package io.ottla.actors.coordinator.state;

import org.jspecify.annotations.NullMarked;
