package io.ottla.actors.controller.state;

import io.ottla.actors.controller.Controller.PartitionName;
import io.ottla.actors.controller.Controller.PartitionResult;
import io.ottla.actors.controller.Controller.Reassignment;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataEvent.PartitionChange;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** Decides about reassignments that an operator asks for (KIP-455): each partition for itself. */
final class ReassignmentDecisions {
    private final PartitionRules defaults;

    ReassignmentDecisions(PartitionRules defaults) {
        this.defaults = defaults;
    }

    /** Starts, replaces or cancels the reassignment of one partition. */
    Decision<PartitionResult> reassign(MetadataImage image, Reassignment wanted, boolean factorMayChange) {
        PartitionName name = wanted.partition();
        try {
            TopicImage topic = image.topics().topic(name.topic()).orElseThrow(() -> unknown(name));
            PartitionImage partition = topic.partition(name.partition()).orElseThrow(() -> unknown(name));
            List<MetadataEvent> events = wanted.target().isPresent()
                    ? begin(image, topic, partition, wanted.target().get(), factorMayChange)
                    : cancel(image, topic, partition);
            return new Decision<>(events, new PartitionResult(name, Errors.NONE, ""));
        } catch (Refusal refusal) {
            return new Decision<>(List.of(), new PartitionResult(name, refusal.error(), refusal.words()));
        }
    }

    private static Refusal unknown(PartitionName name) {
        return new Refusal(
                Errors.UNKNOWN_TOPIC_OR_PARTITION,
                "There is no partition " + name.partition() + " of a topic " + name.topic() + ".");
    }

    private List<MetadataEvent> begin(
            MetadataImage image,
            TopicImage topic,
            PartitionImage partition,
            List<Integer> target,
            boolean factorMayChange) {
        new Assignments(image).check(target);
        int copies = partition.replicas().size() - partition.addingReplicas().size();
        if (!factorMayChange && target.size() != copies) {
            throw new Refusal(
                    Errors.INVALID_REPLICATION_FACTOR,
                    "The replication factor is changed from " + copies + " to " + target.size()
                            + ", but the request does not allow that.");
        }
        List<MetadataEvent> events = new ArrayList<>(
                PartitionSweep.event(Moves.begin(draft(image, topic, partition), partition, target).change().stream()
                        .toList()));
        if (target.size() != copies) {
            int factor = largestTarget(topic, partition, target.size());
            if (factor != topic.replicationFactor()) {
                events.add(new MetadataEvent.ReplicationFactorChanged(topic.id(), factor));
            }
        }
        return events;
    }

    /** A topic is to have as many copies as its largest partition; the smaller ones are healed. */
    private static int largestTarget(TopicImage topic, PartitionImage changed, int size) {
        return topic.partitions().stream()
                .filter(other -> other.partition() != changed.partition())
                .mapToInt(other ->
                        other.replicas().size() - other.removingReplicas().size())
                .reduce(size, Math::max);
    }

    private List<MetadataEvent> cancel(MetadataImage image, TopicImage topic, PartitionImage partition) {
        if (!partition.isReassigning()) {
            throw new Refusal(Errors.NO_REASSIGNMENT_IN_PROGRESS, Errors.NO_REASSIGNMENT_IN_PROGRESS.message());
        }
        List<Integer> original = Moves.original(partition);
        BrokerStates brokers = new BrokerStates(image);
        boolean complete = original.stream()
                .anyMatch(id -> partition.isr().contains(id) || (partition.elr().contains(id) && brokers.isActive(id)));
        if (!complete && !defaults.of(image, topic.name()).unclean()) {
            throw new Refusal(
                    Errors.INVALID_REPLICA_ASSIGNMENT,
                    "Unable to revert partition assignment for " + topic.name() + "-" + partition.partition()
                            + " because it would require an unclean leader election.");
        }
        Optional<PartitionChange> change = draft(image, topic, partition)
                .assigned(original, List.of(), List.of())
                .change();
        return PartitionSweep.event(change.stream().toList());
    }

    private PartitionDraft draft(MetadataImage image, TopicImage topic, PartitionImage partition) {
        return new PartitionDraft(topic.id(), partition, defaults.of(image, topic.name()), new BrokerStates(image));
    }
}
