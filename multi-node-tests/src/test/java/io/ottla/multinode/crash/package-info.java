/** Nodes that are killed or stopped while clients work. */
@NullMarked
package io.ottla.multinode.crash;

import org.jspecify.annotations.NullMarked;
