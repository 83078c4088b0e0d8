package io.ottla.actors.transaction;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.MarkerBatch;
import io.ottla.actors.coordinator.state.TransactionEnd;
import io.ottla.actors.group.GroupCoordinators;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.partition.AppendReply;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.Errors;

/**
 * Ends transactions in partitions that this node leads, and has other nodes do so in theirs: appends the marker, and in the offsets topic has the group coordinator take
 * note of it. Usable from any thread.
 */
public final class TransactionMarkers {
    private static final int ANY_LEADER_EPOCH = -1;

    private final MetadataCache metadata;
    private final PartitionRegistry partitions;
    private final GroupCoordinators groups;
    private final int nodeId;
    private final RemoteTransactions remote;
    private final Clock clock;

    /**
     * The markers of a node.
     *
     * @param remote takes markers to other nodes
     */
    public TransactionMarkers(
            int nodeId,
            MetadataCache metadata,
            PartitionRegistry partitions,
            GroupCoordinators groups,
            RemoteTransactions remote,
            Clock clock) {
        this.nodeId = nodeId;
        this.remote = remote;
        this.metadata = metadata;
        this.partitions = partitions;
        this.groups = groups;
        this.clock = clock;
    }

    private Optional<PartitionImage> find(TopicPartition partition) {
        return metadata.image()
                .topics()
                .topic(partition.topic())
                .flatMap(topic -> topic.partition(partition.partition()));
    }

    /** Ends a transaction in partitions wherever they are led; answers for each, on any thread. */
    void writeEverywhere(
            Set<TopicPartition> partitions, TransactionEnd end, BiConsumer<TopicPartition, Errors> answer) {
        Map<Integer, Set<TopicPartition>> elsewhere = new HashMap<>();
        for (TopicPartition partition : partitions) {
            int leader = find(partition).map(PartitionImage::leader).orElse(nodeId);
            if (leader == nodeId || leader == PartitionImage.NO_LEADER) {
                write(partition, end, error -> answer.accept(partition, error));
            } else {
                elsewhere.computeIfAbsent(leader, unused -> new HashSet<>()).add(partition);
            }
        }
        elsewhere.forEach((leader, theirs) -> remote.writeMarkers(leader, end, theirs, answer));
    }

    /** Ends a transaction in one partition of this node; answers once the marker is committed. */
    public void write(TopicPartition partition, TransactionEnd end, Reply<Errors> reply) {
        PartitionHandle handle = partitions.find(partition);
        if (find(partition).isEmpty()) {
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
