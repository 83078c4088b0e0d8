/** The log on one disk: segments, indexes, recovery, retention, epochs and producer state, in Kafka's own file formats. */
@NullMarked
package io.ottla.storage;

import org.jspecify.annotations.NullMarked;
