package io.ottla.actors.group.state.assignor;

import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** The topics of the cluster at one moment; does not change. */
public interface TopicsView {
    /** Grows with every change of the metadata. */
    long version();

    /** Grows when a topic comes or goes. */
    long namesVersion();

    /** The names of all topics, in no order. */
    Collection<String> names();

    /** The topic of this name. */
    Optional<TopicFacts> topic(String name);

    /** The topic with this id. */
    Optional<TopicFacts> topic(Uuid id);
}
