package io.ottla.protocol.metrics;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The traffic of the node's topics. Only topics that exist are counted, so their number bounds it. Any thread. */
public final class TrafficMetrics {
    private final TopicTraffic total = new TopicTraffic();
    private final ConcurrentMap<String, TopicTraffic> byTopic = new ConcurrentHashMap<>();

    /** Counts records accepted for a topic. */
    public void produced(String topic, long messages, long bytes) {
        total.produced(messages, bytes);
        of(topic).produced(messages, bytes);
    }

    /** Counts a write to a topic that was refused. */
    public void produceFailed(String topic) {
        total.produceFailed();
        of(topic).produceFailed();
    }

    /** Counts records handed to a consumer of a topic. */
    public void fetched(String topic, long bytes) {
        total.fetched(bytes);
        of(topic).fetched(bytes);
    }

    /** Counts a read of a topic that was refused. */
    public void fetchFailed(String topic) {
        total.fetchFailed();
        of(topic).fetchFailed();
    }

    /** All topics together, also those forgotten since. */
    public TopicTraffic total() {
        return total;
    }

    /** Each topic that had traffic; a live view. */
    public Map<String, TopicTraffic> byTopic() {
        return byTopic;
    }

    /** Forgets the topics that are not among these; called with the existing ones when the metrics are read. */
    public void retain(Set<String> topics) {
        byTopic.keySet().retainAll(topics);
    }

    private TopicTraffic of(String topic) {
        TopicTraffic found = byTopic.get(topic);
        return found != null ? found : byTopic.computeIfAbsent(topic, unused -> new TopicTraffic());
    }
}
