/**
 * The consumer group protocol (KIP-848): members say what they want, the coordinator decides who gets what, and leads everybody there
 * one partition at a time. Plain objects without actors, clocks, threads or I/O.
 */
@NullMarked
package io.ottla.actors.group.state.consumer;

import org.jspecify.annotations.NullMarked;
