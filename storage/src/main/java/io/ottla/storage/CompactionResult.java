package io.ottla.storage;

/**
 * What a compaction has done.
 *
 * @param isVoid whether the log was cut, or lost segments, meanwhile: then only part of the work counts, or none
 * @param endOffset everything below has been compacted
 * @param bytesBefore size of the segments replaced
 * @param bytesAfter size of those in their place
 * @param recordsRead records looked at
 * @param keys different keys among the records that were new
 * @param recordsWithoutKey records dropped because they have no key
 */
public record CompactionResult(
        boolean isVoid,
        long endOffset,
        long bytesBefore,
        long bytesAfter,
        long recordsRead,
        int keys,
        long recordsWithoutKey) {}
