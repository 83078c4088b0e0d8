package io.ottla.actors.group.state;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/**
 * The committed offsets that were asked for.
 *
 * @param error of the command as a whole
 * @param offsets what is committed; a partition asked for and missing here has no committed offset
 */
public record FetchedOffsets(Errors error, Map<TopicPartition, CommittedOffset> offsets) {
    /** A fetch that failed. */
    public static FetchedOffsets failed(Errors error) {
        return new FetchedOffsets(error, Map.of());
    }
}
