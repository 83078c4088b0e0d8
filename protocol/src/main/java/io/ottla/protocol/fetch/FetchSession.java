package io.ottla.protocol.fetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;

/**
 * What a client and this node agreed to leave unsaid (KIP-227): the partitions a client reads and what it was told of each,
 * so that requests name only what changed and responses only what is new.
 *
 * <p>Partitions that had records go to the end of the order, so that under a small {@code fetch.max.bytes} each has its turn.
 * Knows no clock and no socket; guarded by itself, because a client may use a session from several connections.
 */
final class FetchSession {
    private static final long NOTHING_TOLD = -1;

    private final int id;
    private final boolean byId;
    private final Map<FetchKey, Known> partitions = new LinkedHashMap<>();
    private int epoch;

    /** One partition of the session. */
    private static final class Known {
        private FetchPosition position;
        private long toldHighWatermark = NOTHING_TOLD;
        private long toldLogStart = NOTHING_TOLD;

        Known(FetchPosition position) {
            this.position = position;
        }

        /** Remembers what the client is told now. Returns whether that is anything new. */
        boolean tell(FetchResponseData.PartitionData data) {
            boolean failed = data.errorCode() != Errors.NONE.code();
            boolean news = failed
                    || (data.records() != null && data.records().sizeInBytes() > 0)
                    || data.highWatermark() != toldHighWatermark
                    || data.logStartOffset() != toldLogStart
                    || data.divergingEpoch().epoch() >= 0
                    || data.preferredReadReplica() >= 0;
            // After an error the partition is told of again even if nothing has changed since before it.
            toldHighWatermark = failed ? NOTHING_TOLD : data.highWatermark();
            toldLogStart = data.logStartOffset();
            return news;
        }
    }

    /** A session over what the response that opens it tells. */
    FetchSession(int id, boolean byId, List<FetchPosition> positions, List<PartitionRead> told) {
        this.id = id;
        this.byId = byId;
        this.epoch = FetchMetadata.nextEpoch(FetchMetadata.INITIAL_EPOCH);
        positions.forEach(position -> partitions.put(position.key(), new Known(position)));
        told.forEach(read -> {
            Known known = partitions.get(read.key());
            if (known != null) {
                known.tell(read.data());
            }
        });
    }

    int id() {
        return id;
    }

    synchronized int size() {
        return partitions.size();
    }

    /**
     * Takes the next request of the client: applies what it changes and moves to the next epoch.
     *
     * @return NONE, or why the request does not belong to this session as it is
     */
    synchronized Errors advance(
            int requestEpoch, boolean requestById, List<FetchPosition> changed, List<FetchKey> gone) {
        if (requestEpoch != epoch) {
            return Errors.INVALID_FETCH_SESSION_EPOCH;
        }
        if (requestById != byId) {
            return Errors.FETCH_SESSION_TOPIC_ID_ERROR;
        }
        for (FetchPosition position : changed) {
            partitions.computeIfAbsent(position.key(), unused -> new Known(position)).position = position;
        }
        gone.forEach(partitions::remove);
        epoch = FetchMetadata.nextEpoch(epoch);
        return Errors.NONE;
    }

    /** Every partition, in the order in which they are to be read. */
    synchronized List<FetchPosition> positions() {
        List<FetchPosition> result = new ArrayList<>(partitions.size());
        partitions.values().forEach(known -> result.add(known.position));
        return result;
    }

    /**
     * Picks what the client needs to be told of what was read.
     *
     * @param requestEpoch the epoch of the request that is answered
     * @return empty when another request has moved the session on meanwhile
     */
    synchronized Optional<List<PartitionRead>> news(int requestEpoch, List<PartitionRead> reads) {
        if (epoch != FetchMetadata.nextEpoch(requestEpoch)) {
            return Optional.empty();
        }
        List<PartitionRead> news = new ArrayList<>();
        for (PartitionRead read : reads) {
            Known known = partitions.get(read.key());
            if (known != null && known.tell(read.data())) {
                news.add(read);
                if (read.bytes() > 0) {
                    partitions.remove(read.key());
                    partitions.put(read.key(), known);
                }
            }
        }
        return Optional.of(news);
    }
}
