package io.ottla.actors.transaction;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.MarkerBatch;
import io.ottla.actors.coordinator.state.TransactionEnd;
import io.ottla.actors.group.GroupCoordinators;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.partition.AppendReply;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionRegistry;
import java.time.Clock;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.Errors;

/**
 * Ends transactions in partitions that this node leads: appends the marker, and in the offsets topic has the group coordinator take
 * note of it. Usable from any thread.
 */
public final class TransactionMarkers {
    private static final int ANY_LEADER_EPOCH = -1;

    private final MetadataCache metadata;
    private final PartitionRegistry partitions;
    private final GroupCoordinators groups;
    private final Clock clock;

    /** The markers of a node. */
    public TransactionMarkers(
            MetadataCache metadata, PartitionRegistry partitions, GroupCoordinators groups, Clock clock) {
        this.metadata = metadata;
        this.partitions = partitions;
        this.groups = groups;
        this.clock = clock;
    }

    /** Whether there is no such partition any more, so that nothing is left to end. */
    boolean isGone(TopicPartition partition) {
        return metadata.image()
                .topics()
                .topic(partition.topic())
                .flatMap(topic -> topic.partition(partition.partition()))
                .isEmpty();
    }

    /** Ends a transaction in one partition; answers once the marker is committed. */
    public void write(TopicPartition partition, TransactionEnd end, Reply<Errors> reply) {
        PartitionHandle handle = partitions.find(partition);
        if (isGone(partition)) {
            reply.complete(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        } else if (handle == null || handle.leadingView() == null) {
            reply.complete(Errors.NOT_LEADER_OR_FOLLOWER);
        } else if (partition.topic().equals(Topic.GROUP_METADATA_TOPIC_NAME)) {
            groups.endTransaction(partition.partition(), end, reply);
        } else {
            handle.tell(Partition.Append.ofMarker(
                    MarkerBatch.of(end, clock.millis()),
                    end.nextEpoch(),
                    ANY_LEADER_EPOCH,
                    answer -> reply.complete(
                            answer instanceof AppendReply.Refused refused ? refused.error() : Errors.NONE)));
        }
    }
}
