/** Compaction in the background: one actor a node that hands dirty logs, the dirtiest first, to threads of its own. */
@NullMarked
package io.ottla.actors.cleaning;

import org.jspecify.annotations.NullMarked;
