package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.MetadataEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The newest committed events, for brokers that lack only those. Bounded by the work they stand for: an event that changes
 * a thousand partitions counts as much as a thousand events.
 */
public final class RecentEvents {
    private final long maxWeight;
    private final Deque<MetadataEvent> events = new ArrayDeque<>();
    private long weight;
    private long after;

    /**
     * Nothing yet.
     *
     * @param after the last event before the first one added
     * @param maxWeight how many changes are kept
     */
    public RecentEvents(long after, long maxWeight) {
        this.after = after;
        this.maxWeight = maxWeight;
    }

    /** The next event is committed. */
    public void add(MetadataEvent event) {
        events.addLast(event);
        weight += weight(event);
        while (weight > maxWeight && !events.isEmpty()) {
            weight -= weight(events.removeFirst());
            after++;
        }
    }

    /** Everything that follows this event, or nothing if that is not known any more (or not known yet). */
    public Optional<List<MetadataEvent>> since(long sequenceNr) {
        if (sequenceNr < after || sequenceNr > after + events.size()) {
            return Optional.empty();
        }
        return Optional.of(new ArrayList<>(events).subList((int) (sequenceNr - after), events.size()));
    }

    private static long weight(MetadataEvent event) {
        if (event instanceof MetadataEvent.TopicCreated created) {
            return 1L + created.assignments().size();
        } else if (event instanceof MetadataEvent.PartitionsAdded added) {
            return 1L + added.assignments().size();
        } else if (event instanceof MetadataEvent.PartitionsChanged changed) {
            return 1L + changed.changes().size();
        }
        return 1;
    }
}
