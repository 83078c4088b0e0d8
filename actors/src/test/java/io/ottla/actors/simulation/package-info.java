/** The parts of simulators: one thread, a clock that jumps, a network with faults and disks that crash, all from one seed. */
@NullMarked
package io.ottla.actors.simulation;

import org.jspecify.annotations.NullMarked;
