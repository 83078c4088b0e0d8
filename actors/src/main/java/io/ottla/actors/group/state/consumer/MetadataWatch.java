package io.ottla.actors.group.state.consumer;

import io.ottla.actors.group.state.assignor.TopicFacts;
import io.ottla.actors.group.state.assignor.TopicsView;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * Notices when the topics of a group change. Looking is cheap as long as the metadata stays the same, as it does between most
 * heartbeats; a new coordinator looks once.
 */
final class MetadataWatch {
    private static final long NEVER = -1L;
    private static final long PRIME = 0x100000001b3L;
    private static final long SEED = 0xcbf29ce484222325L;

    private long seen = NEVER;
    private long namesMatched = NEVER;
    private long matchedAtMs;

    boolean hasSeen(TopicsView topics) {
        return seen == topics.version();
    }

    void saw(TopicsView topics) {
        seen = topics.version();
    }

    /** Whether patterns are as they would be if they were matched again. */
    boolean hasMatched(TopicsView topics, int refreshMs, long nowMs) {
        return namesMatched == topics.namesVersion() && nowMs - matchedAtMs < refreshMs;
    }

    void matched(TopicsView topics, long nowMs) {
        namesMatched = topics.namesVersion();
        matchedAtMs = nowMs;
    }

    void forget() {
        seen = NEVER;
        namesMatched = NEVER;
    }

    /** A number that stands for everything about these topics that assignments depend on; 0 for no topics. */
    static long hash(SortedSet<String> names, TopicsView topics) {
        long hash = 0;
        for (String name : names) {
            Optional<TopicFacts> topic = topics.topic(name);
            if (topic.isPresent()) {
                hash = mix(hash, hash(topic.get()));
            }
        }
        return hash;
    }

    private static long hash(TopicFacts topic) {
        long hash = mix(SEED, topic.id().getMostSignificantBits());
        hash = mix(hash, topic.id().getLeastSignificantBits());
        hash = mix(hash, topic.partitions());
        for (Set<String> racks : topic.racks()) {
            hash = mix(hash, racks.hashCode());
        }
        return hash;
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * PRIME;
        return mixed ^ (mixed >>> 32);
    }
}
