/** An agent for nodes under test, whose wall clocks are then ahead of the machine's. */
@NullMarked
package io.ottla.multinode.clock;

import org.jspecify.annotations.NullMarked;
