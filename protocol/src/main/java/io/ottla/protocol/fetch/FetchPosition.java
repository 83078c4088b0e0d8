package io.ottla.protocol.fetch;

import org.apache.kafka.common.message.FetchRequestData;

/**
 * Where and how a fetch reads one partition.
 *
 * @param key the partition
 * @param offset the first record wanted
 * @param maxBytes most bytes wanted from this partition
 * @param currentLeaderEpoch the leader epoch the client knows, -1 if it does not say
 * @param lastFetchedEpoch the epoch of the last record it has, -1 if it does not say
 */
public record FetchPosition(FetchKey key, long offset, int maxBytes, int currentLeaderEpoch, int lastFetchedEpoch) {
    static FetchPosition of(FetchKey key, FetchRequestData.FetchPartition partition) {
        return new FetchPosition(
                key,
                partition.fetchOffset(),
                partition.partitionMaxBytes(),
                partition.currentLeaderEpoch(),
                partition.lastFetchedEpoch());
    }
}
