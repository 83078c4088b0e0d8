package io.ottla.actors.metadata;

import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** All topics, by name and by id. Immutable; a change shares what it did not touch. */
public final class TopicsImage {
    /** No topics. */
    public static final TopicsImage EMPTY = new TopicsImage(HashTreePMap.empty(), HashTreePMap.empty());

    private final PMap<String, TopicImage> byName;
    private final PMap<Uuid, String> nameById;

    private TopicsImage(PMap<String, TopicImage> byName, PMap<Uuid, String> nameById) {
        this.byName = byName;
        this.nameById = nameById;
    }

    /** The topic of this name. */
    public Optional<TopicImage> topic(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The topic with this id. */
    public Optional<TopicImage> topic(Uuid id) {
        return name(id).flatMap(this::topic);
    }

    /** The name of the topic with this id. */
    public Optional<String> name(Uuid id) {
        return Optional.ofNullable(nameById.get(id));
    }

    /** Every topic, in no order. */
    public Collection<TopicImage> all() {
        return byName.values();
    }

    /** How many topics there are. */
    public int size() {
        return byName.size();
    }

    TopicsImage with(TopicImage topic) {
        return new TopicsImage(byName.plus(topic.name(), topic), nameById.plus(topic.id(), topic.name()));
    }

    TopicsImage without(Uuid id) {
        String name = nameById.get(id);
        return name == null ? this : new TopicsImage(byName.minus(name), nameById.minus(id));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TopicsImage that && byName.equals(that.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    @Override
    public String toString() {
        return byName.toString();
    }
}
