package io.ottla.actors.group.state;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/**
 * The committed offsets that were asked for.
 *
 * @param error of the command as a whole
 * @param offsets what is committed; a partition asked for and missing here has no committed offset
 * @param unstable partitions that an open transaction may give another offset; only where stable offsets were asked for
 */
public record FetchedOffsets(Errors error, Map<TopicPartition, CommittedOffset> offsets, Set<TopicPartition> unstable) {
    /** Offsets that no open transaction may change. */
    public FetchedOffsets(Errors error, Map<TopicPartition, CommittedOffset> offsets) {
        this(error, offsets, Set.of());
    }

    /** A fetch that failed. */
    public static FetchedOffsets failed(Errors error) {
        return new FetchedOffsets(error, Map.of());
    }
}
