package io.ottla.actors.group.state.assignor;

import java.util.List;
import java.util.Map;

/** A way of sharing out partitions. */
public interface Assignor {
    /** The name by which members ask for it. */
    String name();

    /**
     * Gives every partition of the topics subscribed to, to one of the topic's subscribers. The same input gives the same result.
     *
     * @return what each of the subscribers gets, by member id
     */
    Map<String, PartitionSet> assign(List<Subscriber> subscribers, TopicsView topics);
}
