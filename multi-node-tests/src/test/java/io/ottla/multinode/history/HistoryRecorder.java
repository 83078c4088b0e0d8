package io.ottla.multinode.history;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/** Where clients of a test note what they do and see. Any thread may. Its size is that of the test. */
public final class HistoryRecorder {
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong commits = new AtomicLong();
    private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();

    /** Notes an event. */
    public void note(Event event) {
        events.add(event);
        if (event instanceof Event.Acknowledged) {
            acknowledged.incrementAndGet();
        }
        if (event instanceof Event.Committed commit) {
            committed.merge(commit.partition(), commit.offset(), Math::max);
            commits.incrementAndGet();
        }
    }

    /** How many messages were acknowledged so far. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** How many commits were confirmed so far. */
    public long commits() {
        return commits.get();
    }

    /** The highest offsets that the test's one group was told are committed. */
    public Map<TopicPartition, Long> committed() {
        return Map.copyOf(committed);
    }

    /** Everything noted so far. */
    public List<Event> events() {
        return List.copyOf(events);
    }
}
