package io.ottla.actors.group.state.consumer;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who a member is and what it wants.
 *
 * @param instanceId the name of a static member
 * @param pattern a regular expression (RE2) of topics, besides those named
 * @param rebalanceTimeoutMs how long it may take to give partitions up
 * @param assignor the assignor it would like
 * @param classic present for a member that speaks the classic protocol
 */
public record Subscription(
        Optional<String> instanceId,
        Optional<String> rackId,
        String clientId,
        String clientHost,
        SortedSet<String> topicNames,
        Optional<String> pattern,
        int rebalanceTimeoutMs,
        Optional<String> assignor,
        Optional<ClassicTraits> classic) {
    public Subscription {
        topicNames = Collections.unmodifiableSortedSet(new TreeSet<>(topicNames));
    }

    /** Whether its target may differ from the other's: another interest, or another assignor. */
    boolean wantsOtherThan(Subscription other) {
        return !topicNames.equals(other.topicNames)
                || !pattern.equals(other.pattern)
                || !assignor.equals(other.assignor);
    }
}
