/** The transaction coordinators of one node, on the coordinators' runtime, and the way of their markers to the partitions. */
@NullMarked
package io.ottla.actors.transaction;

import org.jspecify.annotations.NullMarked;
