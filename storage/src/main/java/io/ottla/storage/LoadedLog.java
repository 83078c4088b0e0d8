package io.ottla.storage;

import io.ottla.storage.producer.ProducerStates;

/**
 * A log read from its folder.
 *
 * @param segments its segments
 * @param epochs its leader epochs
 * @param producers its producers
 * @param startOffset its first offset
 * @param endOffset the offset behind its last record
 */
record LoadedLog(
        SegmentList segments, LeaderEpochs epochs, ProducerStates producers, long startOffset, long endOffset) {}
