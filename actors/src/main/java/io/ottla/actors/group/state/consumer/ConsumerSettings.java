package io.ottla.actors.group.state.consumer;

import io.ottla.actors.group.state.assignor.Assignors;
import java.util.OptionalInt;

/**
 * What is set for one consumer group.
 *
 * @param maxSize group.consumer.max.size: the most members
 * @param maxSubscriptionBytes the largest description of one member: what could not be stored is not accepted
 * @param sessionTimeoutMs consumer.session.timeout.ms: without a heartbeat for so long a member is gone
 * @param heartbeatIntervalMs consumer.heartbeat.interval.ms if an operator set it, else the coordinator's load decides
 * @param assignmentIntervalMs consumer.assignment.interval.ms if an operator set it: the least time between two computations of
 *     targets; else the size of the group decides
 * @param patternRefreshMs group.consumer.regex.refresh.interval.ms: after so long patterns are matched again in any case
 * @param mayUpgrade whether a classic group with members may become one (group.consumer.migration.policy)
 * @param mayDowngrade whether it may become a classic group when only members of that protocol are left
 */
public record ConsumerSettings(
        Assignors assignors,
        int maxSize,
        int maxSubscriptionBytes,
        int sessionTimeoutMs,
        OptionalInt heartbeatIntervalMs,
        OptionalInt assignmentIntervalMs,
        int patternRefreshMs,
        boolean mayUpgrade,
        boolean mayDowngrade) {
    private static final int MEMBERS_WITHOUT_INTERVAL = 100;
    private static final int LONGEST_OWN_INTERVAL_MS = 1_000;

    /** The time between two computations of targets in a group of this size: large groups cost more, and change more often. */
    int assignmentIntervalMs(int members) {
        return assignmentIntervalMs.orElseGet(
                () -> members <= MEMBERS_WITHOUT_INTERVAL ? 0 : Math.min(members, LONGEST_OWN_INTERVAL_MS));
    }
}
