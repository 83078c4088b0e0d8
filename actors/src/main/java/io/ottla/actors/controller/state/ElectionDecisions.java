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
final class ElectionDecisions {
    private final PartitionRules defaults;

    ElectionDecisions(PartitionRules defaults) {
        this.defaults = defaults;
    }

    /** Elects leaders; asked for every partition, those that need no other leader are not in the answer. */
    Decision<List<PartitionResult>> elect(MetadataImage image, ElectLeaders wanted) {
        BrokerStates brokers = new BrokerStates(image);
        List<PartitionChange> changes = new ArrayList<>();
        List<PartitionResult> results = new ArrayList<>();
        boolean everywhere = wanted.partitions().isEmpty();
        List<PartitionName> names = wanted.partitions().orElseGet(() -> all(image));
        for (PartitionName name : new LinkedHashSet<>(names)) {
            PartitionResult result = elect(image, brokers, wanted.kind(), name, changes);
            if (!everywhere || result.error() != Errors.ELECTION_NOT_NEEDED) {
                results.add(result);
            }
        }
        return new Decision<>(PartitionSweep.event(changes), results);
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

    private static List<PartitionName> all(MetadataImage image) {
        List<PartitionName> result = new ArrayList<>();
        image.topics()
                .all()
                .forEach(topic -> topic.partitions()
                        .forEach(partition -> result.add(new PartitionName(topic.name(), partition.partition()))));
        return result;
    }
}
