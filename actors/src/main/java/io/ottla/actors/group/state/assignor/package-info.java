/**
 * Who gets which partition: the assignors that the broker offers to consumer groups (KIP-848), and the values they work on. Pure
 * functions of what they are given.
 */
@NullMarked
package io.ottla.actors.group.state.assignor;

import org.jspecify.annotations.NullMarked;
