/** Nodes that are a cluster: how they come together, and who is turned away. */
@NullMarked
package io.ottla.multinode.cluster;

import org.jspecify.annotations.NullMarked;
