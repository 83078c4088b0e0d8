package io.ottla.actors.group.state.consumer;

import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import java.util.Set;

/** Turns a consumer group into a classic one when only members of the classic protocol are left in it. */
@FunctionalInterface
public interface Downgrade {
    /**
     * Has the records written that make it a classic group, unless that is not possible or not wanted.
     *
     * @param leaving those of its members that are no longer in it
     * @return whether it becomes one
     */
    boolean tryFor(ConsumerGroup group, Set<String> leaving, Moment now, Outcome.Builder out);
}
