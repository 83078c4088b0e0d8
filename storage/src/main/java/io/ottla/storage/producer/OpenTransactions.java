package io.ottla.storage.producer;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The transactions that hold back the last stable offset: the open ones, and those whose end is not yet below the high watermark. At most one per
 * producer is open, so both are bounded by the number of producers and by what replication has in flight.
 */
final class OpenTransactions {
    private final TreeMap<Long, Long> producerByStart = new TreeMap<>();
    private final TreeMap<Long, Long> endByStart = new TreeMap<>();

    void opened(long producerId, long start) {
        producerByStart.put(start, producerId);
    }

    void ended(long start, long end) {
        producerByStart.remove(start);
        endByStart.put(start, end);
    }

    OptionalLong firstOpenExcept(long producerId) {
        for (Map.Entry<Long, Long> open : producerByStart.entrySet()) {
            if (open.getValue() != producerId) {
                return OptionalLong.of(open.getKey());
            }
        }
        return OptionalLong.empty();
    }

    OptionalLong firstUnstable(long highWatermark) {
        if (endByStart.isEmpty() && producerByStart.isEmpty()) {
            return OptionalLong.empty();
        }
        endByStart.values().removeIf(end -> end < highWatermark);
        long ended = endByStart.isEmpty() ? Long.MAX_VALUE : endByStart.firstKey();
        long open = producerByStart.isEmpty() ? Long.MAX_VALUE : producerByStart.firstKey();
        long first = Math.min(ended, open);
        return first == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(first);
    }
}
