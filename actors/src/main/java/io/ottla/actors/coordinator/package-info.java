/**
 * The runtime of every kind of coordinator: a shard for each partition that this node leads of the topic which holds their state, in
 * it one actor for each entity, the log, the replay and the timers. What is decided is decided by the kinds: groups, transactions.
 */
@NullMarked
package io.ottla.actors.coordinator;

import org.jspecify.annotations.NullMarked;
