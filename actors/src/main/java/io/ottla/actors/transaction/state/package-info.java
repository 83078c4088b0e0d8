/**
 * What becomes of a transactional id: plain objects without actors, clocks, threads or I/O, which the coordinators' runtime hosts.
 */
@NullMarked
package io.ottla.actors.transaction.state;

import org.jspecify.annotations.NullMarked;
