package io.ottla.server.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Merges the partitions of a topic into one list by time, as far as each partition's own order allows: within a partition
 * records stay in the order of their offsets even where their timestamps do not.
 */
final class MergeByTime {
    private MergeByTime() {}

    /** The last records of the merged list, at most so many. */
    static <T> List<T> last(Collection<List<T>> partitions, int count, ToLongFunction<T> timestamp) {
        List<Deque<T>> rests = new ArrayList<>();
        partitions.forEach(records -> rests.add(new ArrayDeque<>(records)));
        Deque<T> merged = new ArrayDeque<>();
        while (merged.size() < count) {
            Deque<T> newest = withNewestEnd(rests, timestamp);
            if (newest.isEmpty()) {
                break;
            }
            merged.addFirst(newest.removeLast());
        }
        return List.copyOf(merged);
    }

    /** Of equal ends that of the later partition, so that equal timestamps come out in the order of partitions. */
    private static <T> Deque<T> withNewestEnd(List<Deque<T>> rests, ToLongFunction<T> timestamp) {
        Deque<T> newest = new ArrayDeque<>();
        for (Deque<T> rest : rests) {
            if (!rest.isEmpty()
                    && (newest.isEmpty()
                            || timestamp.applyAsLong(rest.getLast()) >= timestamp.applyAsLong(newest.getLast()))) {
                newest = rest;
            }
        }
        return newest;
    }
}
