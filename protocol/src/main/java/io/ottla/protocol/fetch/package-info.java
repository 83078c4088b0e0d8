/** Fetch sessions (KIP-227) and the reading of partitions into fetch responses. */
@NullMarked
package io.ottla.protocol.fetch;

import org.jspecify.annotations.NullMarked;
