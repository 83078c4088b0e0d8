/** Reading, checking and rewriting record batches of format v2 without creating record objects. */
@NullMarked
package io.ottla.storage.batch;

import org.jspecify.annotations.NullMarked;
