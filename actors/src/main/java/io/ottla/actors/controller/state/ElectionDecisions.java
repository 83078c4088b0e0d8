package io.ottla.actors.controller.state;

import io.ottla.actors.controller.Controller.ElectLeaders;
import io.ottla.actors.controller.Controller.Election;
import io.ottla.actors.controller.Controller.PartitionName;
import io.ottla.actors.controller.Controller.PartitionResult;
import io.ottla.actors.metadata.MetadataEvent.PartitionChange;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** Decides about elections that an operator asks for (KIP-460). */
public final class ElectionDecisions {
    private final PartitionRules defaults;

    ElectionDecisions(PartitionRules defaults) {
        this.defaults = defaults;
    }

    /** Elects leaders of the partitions that are named. */
    Decision<List<PartitionResult>> elect(MetadataImage image, ElectLeaders wanted) {
        BrokerStates brokers = new BrokerStates(image);
        List<PartitionChange> changes = new ArrayList<>();
        List<PartitionResult> results = new ArrayList<>();
        for (PartitionName name : new LinkedHashSet<>(wanted.partitions())) {
            results.add(elect(image, brokers, wanted.kind(), name, changes));
        }
        return new Decision<>(PartitionSweep.event(changes), results);
    }

    /** The partitions that need another leader. */
    public static List<PartitionName> needed(MetadataImage image, Election kind) {
        List<PartitionName> result = new ArrayList<>();
        image.topics()
                .all()
                .forEach(topic -> topic.partitions().stream()
                        .filter(partition -> isNeeded(kind, partition))
                        .forEach(partition -> result.add(new PartitionName(topic.name(), partition.partition()))));
        return result;
    }

    private PartitionResult elect(
            MetadataImage image,
            BrokerStates brokers,
            Election kind,
            PartitionName name,
            List<PartitionChange> changes) {
        Optional<TopicImage> topic = image.topics().topic(name.topic());
        Optional<PartitionImage> found = topic.flatMap(one -> one.partition(name.partition()));
        if (topic.isEmpty() || found.isEmpty()) {
            return new PartitionResult(
                    name,
                    Errors.UNKNOWN_TOPIC_OR_PARTITION,
                    "No such partition as " + name.topic() + "-" + name.partition() + ".");
        }
        PartitionImage partition = found.get();
        if (!isNeeded(kind, partition)) {
            return new PartitionResult(name, Errors.ELECTION_NOT_NEEDED, Errors.ELECTION_NOT_NEEDED.message());
        }
        PartitionDraft draft =
                new PartitionDraft(topic.get().id(), partition, defaults.of(image, name.topic()), brokers);
        Optional<PartitionChange> change =
                (kind == Election.PREFERRED ? draft.preferFirst() : draft.uncleanly()).change();
        change.ifPresent(changes::add);
        int leader = change.map(PartitionChange::leader).orElse(partition.leader());
        Errors error = error(kind, partition, leader);
        return new PartitionResult(name, error, error == Errors.NONE ? "" : error.message());
    }

    private static boolean isNeeded(Election kind, PartitionImage partition) {
        return kind == Election.PREFERRED
                ? partition.leader() != partition.replicas().get(0)
                : !partition.hasLeader();
    }

    private static Errors error(Election kind, PartitionImage partition, int leader) {
        if (kind == Election.PREFERRED) {
            return leader == partition.replicas().get(0) ? Errors.NONE : Errors.PREFERRED_LEADER_NOT_AVAILABLE;
        }
        return leader == PartitionImage.NO_LEADER ? Errors.ELIGIBLE_LEADERS_NOT_AVAILABLE : Errors.NONE;
    }
}
