/** Bootstrap, joining and downing as plain decisions: no actors, no clocks, no disks. */
@NullMarked
package io.ottla.actors.membership.state;

import org.jspecify.annotations.NullMarked;
