/** What compaction decides: which segments, which records, within how much memory and at what pace. No files. */
@NullMarked
package io.ottla.storage.compaction;

import org.jspecify.annotations.NullMarked;
