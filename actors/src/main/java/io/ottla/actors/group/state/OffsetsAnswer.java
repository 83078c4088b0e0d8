package io.ottla.actors.group.state;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/**
 * What became of offsets to commit or to delete.
 *
 * @param error of the command as a whole
 * @param refused the partitions that failed alone; all others went well
 */
public record OffsetsAnswer(Errors error, Map<TopicPartition, Errors> refused) {
    /** A command that failed as a whole. */
    public static OffsetsAnswer failed(Errors error) {
        return new OffsetsAnswer(error, Map.of());
    }

    /** The error of one of the partitions. */
    public Errors errorOf(TopicPartition partition) {
        return error == Errors.NONE ? refused.getOrDefault(partition, Errors.NONE) : error;
    }
}
