/**
 * Transactions and groups on a whole simulated cluster: workers that read, process and write exactly once, coordinators that move with
 * the leaderships of their partitions, and the rules of brokers as they are, under every fault the cluster simulator knows.
 */
@NullMarked
package io.ottla.actors.simulation.transactions;

import org.jspecify.annotations.NullMarked;
