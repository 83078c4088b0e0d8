package io.ottla.actors.transaction.state;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/**
 * What became of partitions to add to a transaction or to look for in it.
 *
 * @param error of the command as a whole
 * @param missing those looked for that are not in the open transaction
 */
public record PartitionsAnswer(Errors error, Set<TopicPartition> missing) {
    /** All are in the transaction, or none is for this reason. */
    public static PartitionsAnswer of(Errors error) {
        return new PartitionsAnswer(error, Set.of());
    }
}
