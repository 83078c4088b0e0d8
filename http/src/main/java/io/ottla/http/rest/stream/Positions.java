package io.ottla.http.rest.stream;

import io.ottla.http.endpoint.Refusal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a client has got, as the id of an event: {@code 0:15,1:20} says that offset 15 of partition 0 and offset 20 of
 * partition 1 are to come next. A client that resumes sends back what it got last.
 */
public final class Positions {
    private static final int MAX_PARTITIONS = 10_000;

    private final SortedMap<Integer, Long> next;

    private Positions(SortedMap<Integer, Long> next) {
        this.next = next;
    }

    /** These positions. */
    static Positions of(Map<Integer, Long> next) {
        return new Positions(new TreeMap<>(next));
    }

    /** Reads them from their text; refuses with 400 what is not one. */
    static Positions parse(String text) {
        SortedMap<Integer, Long> next = new TreeMap<>();
        for (String entry : text.split(",", MAX_PARTITIONS)) {
            int colon = entry.indexOf(':');
            try {
                next.put(
                        Integer.parseInt(entry.substring(0, Math.max(0, colon)).trim()),
                        Long.parseLong(entry.substring(colon + 1).trim()));
            } catch (NumberFormatException e) {
                throw Refusal.of(400, "Positions are written as 0:15,1:20 (partition:offset)");
            }
        }
        return new Positions(next);
    }

    /** A record of this partition and offset was given out. */
    void passed(int partition, long offset) {
        next.put(partition, offset + 1);
    }

    Map<Integer, Long> next() {
        return next;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        next.forEach((partition, offset) -> text.append(text.isEmpty() ? "" : ",")
                .append(partition)
                .append(':')
                .append(offset));
        return text.toString();
    }
}
