/** Input that no well-behaved client sends, and machines that run out of something. */
@NullMarked
package io.ottla.multinode.hostile;

import org.jspecify.annotations.NullMarked;
