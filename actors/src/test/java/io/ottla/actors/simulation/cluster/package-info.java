/**
 * A whole cluster in one thread: the rules of the controller, of leaders and of followers as the broker runs them, joined by a network
 * that fails and by nodes that crash. Only the actors around the rules are replaced.
 */
@NullMarked
package io.ottla.actors.simulation.cluster;

import org.jspecify.annotations.NullMarked;
