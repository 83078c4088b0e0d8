package io.ottla.actors.group.state;

import io.ottla.actors.group.state.assignor.TopicFacts;
import io.ottla.actors.group.state.assignor.TopicsView;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Uuid;

/** Topics of a test; every change gives the next version. */
public final class TestTopics implements TopicsView {
    /** No topics. */
    public static final TestTopics EMPTY = new TestTopics(0, 0, Map.of());

    private final long version;
    private final long namesVersion;
    private final Map<String, TopicFacts> topics;

    private TestTopics(long version, long namesVersion, Map<String, TopicFacts> topics) {
        this.version = version;
        this.namesVersion = namesVersion;
        this.topics = topics;
    }

    /** The same id for a name every time. */
    public static Uuid id(String name) {
        return new Uuid(7, name.hashCode());
    }

    /** With a topic of so many partitions more, or with other partitions. */
    public TestTopics with(String name, int partitions) {
        return with(name, partitions, List.of());
    }

    /** With a topic whose replicas stand in these racks. */
    public TestTopics with(String name, int partitions, List<Set<String>> racks) {
        Map<String, TopicFacts> more = new LinkedHashMap<>(topics);
        boolean fresh = more.put(name, new TopicFacts(id(name), name, partitions, racks)) == null;
        return new TestTopics(version + 1, fresh ? version + 1 : namesVersion, more);
    }

    /** Without a topic. */
    public TestTopics without(String name) {
        Map<String, TopicFacts> fewer = new LinkedHashMap<>(topics);
        fewer.remove(name);
        return new TestTopics(version + 1, version + 1, fewer);
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public long namesVersion() {
        return namesVersion;
    }

    @Override
    public Collection<String> names() {
        return topics.keySet();
    }

    @Override
    public Optional<TopicFacts> topic(String name) {
        return Optional.ofNullable(topics.get(name));
    }

    @Override
    public Optional<TopicFacts> topic(Uuid id) {
        return topics.values().stream().filter(topic -> topic.id().equals(id)).findFirst();
    }
}
