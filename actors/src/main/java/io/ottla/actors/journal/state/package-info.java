/** The rules of the quorum journal as plain state machines: no actors, no clocks, no disks. */
@NullMarked
package io.ottla.actors.journal.state;

import org.jspecify.annotations.NullMarked;
