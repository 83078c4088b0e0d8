/** A disk in memory with the faults of a real one, for tests and the simulator. */
@NullMarked
package io.ottla.storage.simulated;

import org.jspecify.annotations.NullMarked;
