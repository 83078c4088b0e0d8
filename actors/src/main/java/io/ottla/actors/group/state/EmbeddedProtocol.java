package io.ottla.actors.group.state;

import io.ottla.actors.group.state.assignor.PartitionSet;
import io.ottla.actors.group.state.assignor.TopicFacts;
import io.ottla.actors.group.state.assignor.TopicsView;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.types.SchemaException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;

/**
 * What consumers of the classic protocol tell each other in bytes that a coordinator of classic groups need not understand, but one of
 * consumer groups must: topics by name there are topics by id here.
 */
final class EmbeddedProtocol {
    /**
     * A consumer's subscription.
     *
     * @param owned what it has, as far as its assignor tells
     */
    record Wish(SortedSet<String> topics, PartitionSet owned, Optional<String> rack) {}

    private final TopicsView topics;

    EmbeddedProtocol(TopicsView topics) {
        this.topics = topics;
    }

    /** Reads a subscription; empty if it is damaged. */
    Optional<Wish> wish(Bytes metadata) {
        try {
            ConsumerPartitionAssignor.Subscription read =
                    ConsumerProtocol.deserializeSubscription(ByteBuffer.wrap(metadata.get()));
            return Optional.of(
                    new Wish(new TreeSet<>(read.topics()), partitions(read.ownedPartitions()), read.rackId()));
        } catch (SchemaException | IllegalArgumentException | BufferUnderflowException damaged) {
            return Optional.empty();
        }
    }

    /** Reads an assignment; empty if it is damaged. */
    Optional<PartitionSet> assignment(Bytes assignment) {
        if (assignment.get().length == 0) {
            return Optional.of(PartitionSet.EMPTY);
        }
        try {
            return Optional.of(partitions(ConsumerProtocol.deserializeAssignment(ByteBuffer.wrap(assignment.get()))
                    .partitions()));
        } catch (SchemaException | IllegalArgumentException | BufferUnderflowException damaged) {
            return Optional.empty();
        }
    }

    /** Writes an assignment; partitions of topics that are no more are left out. */
    Bytes assignment(PartitionSet partitions) {
        List<TopicPartition> named = new ArrayList<>();
        partitions.forEach((id, partition) -> topics.topic(id)
                .map(TopicFacts::name)
                .ifPresent(name -> named.add(new TopicPartition(name, partition))));
        return Bytes.wrap(
                Utils.toArray(ConsumerProtocol.serializeAssignment(new ConsumerPartitionAssignor.Assignment(named))));
    }

    private PartitionSet partitions(Collection<TopicPartition> named) {
        PartitionSet.Builder partitions = new PartitionSet.Builder();
        named.forEach(
                each -> topics.topic(each.topic()).ifPresent(topic -> partitions.add(topic.id(), each.partition())));
        return partitions.build();
    }
}
