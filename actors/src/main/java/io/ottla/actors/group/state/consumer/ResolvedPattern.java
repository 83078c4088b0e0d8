package io.ottla.actors.group.state.consumer;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The topics that a pattern matched.
 *
 * @param version of the metadata it was matched against
 * @param timestampMs when, wall clock
 */
public record ResolvedPattern(SortedSet<String> topics, long version, long timestampMs) {
    public ResolvedPattern {
        topics = Collections.unmodifiableSortedSet(new TreeSet<>(topics));
    }
}
