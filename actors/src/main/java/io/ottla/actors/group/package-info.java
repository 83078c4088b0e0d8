/**
 * The group coordinators of one node: a shard for each partition of the offsets topic that it leads, and in it one actor for
 * each group. Everything that is decided is decided in {@code state}; here are the log, the replay, the timers and the way in.
 */
@NullMarked
package io.ottla.actors.group;

import org.jspecify.annotations.NullMarked;
