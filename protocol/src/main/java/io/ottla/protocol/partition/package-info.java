/** How requests find the replica they are about, and what clients are told when it is not here. */
@NullMarked
package io.ottla.protocol.partition;

import org.jspecify.annotations.NullMarked;
