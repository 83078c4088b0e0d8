package io.ottla.actors.controller.state;

import io.ottla.actors.controller.Controller.AlterPartitions;
import io.ottla.actors.controller.Controller.IsrProposal;
import io.ottla.actors.controller.Controller.PartitionAltered;
import io.ottla.actors.controller.Controller.PartitionsAltered;
import io.ottla.actors.controller.Controller.ReplicaState;
import io.ottla.actors.metadata.MetadataEvent.PartitionChange;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/**
 * Decides about the ISRs that leaders propose: compare-and-set on the partition epoch (KIP-497), and only of replicas whose
 * broker is unfenced (KIP-841) and still the process that the leader talked to (KIP-903).
 */
final class IsrDecisions {
    private final PartitionRules defaults;

    private record TopicIdAndPartition(Uuid topicId, int partition) {}

    IsrDecisions(PartitionRules defaults) {
        this.defaults = defaults;
    }

    /** Decides all proposals of one leader. */
    Decision<PartitionsAltered> alter(MetadataImage image, AlterPartitions wanted) {
        BrokerStates brokers = new BrokerStates(image);
        if (wanted.brokerEpoch() == -1 || !brokers.isCurrent(wanted.brokerId(), wanted.brokerEpoch())) {
            return new Decision<>(List.of(), new PartitionsAltered(Errors.STALE_BROKER_EPOCH, List.of()));
        }
        List<PartitionChange> changes = new ArrayList<>();
        List<PartitionAltered> results = new ArrayList<>(wanted.proposals().size());
        Set<TopicIdAndPartition> seen = new HashSet<>();
        for (IsrProposal proposal : wanted.proposals()) {
            // A second proposal for a partition would be compared with a state that the first has changed.
            Errors error = seen.add(new TopicIdAndPartition(proposal.topicId(), proposal.partition()))
                    ? decide(image, brokers, wanted.brokerId(), proposal, changes)
                    : Errors.INVALID_REQUEST;
            results.add(new PartitionAltered(proposal.topicId(), proposal.partition(), error));
        }
        return new Decision<>(PartitionSweep.event(changes), new PartitionsAltered(Errors.NONE, results));
    }

    private Errors decide(
            MetadataImage image,
            BrokerStates brokers,
            int leader,
            IsrProposal proposal,
            List<PartitionChange> changes) {
        Optional<TopicImage> topic = image.topics().topic(proposal.topicId());
        if (topic.isEmpty()) {
            return Errors.UNKNOWN_TOPIC_ID;
        }
        Optional<PartitionImage> found = topic.get().partition(proposal.partition());
        if (found.isEmpty()) {
            return Errors.UNKNOWN_TOPIC_OR_PARTITION;
        }
        PartitionImage partition = found.get();
        Errors refusal = refusal(partition, brokers, leader, proposal);
        if (refusal != Errors.NONE) {
            return refusal;
        }
        Optional<PartitionChange> change = new PartitionDraft(
                        proposal.topicId(),
                        partition,
                        defaults.of(image, topic.get().name()),
                        brokers)
                .inSync(proposal.isr().stream().map(ReplicaState::brokerId).toList())
                .change();
        change.ifPresent(changes::add);
        // The end of a reassignment can take the leadership away from the one who proposed.
        return change.map(PartitionChange::newLeaderEpoch).orElse(false) ? Errors.NEW_LEADER_ELECTED : Errors.NONE;
    }

    private static Errors refusal(PartitionImage partition, BrokerStates brokers, int leader, IsrProposal proposal) {
        if (proposal.leaderEpoch() > partition.leaderEpoch()
                || proposal.partitionEpoch() > partition.partitionEpoch()) {
            // Who proposes has seen a newer state than this controller.
            return Errors.NOT_CONTROLLER;
        } else if (proposal.leaderEpoch() < partition.leaderEpoch()) {
            return Errors.FENCED_LEADER_EPOCH;
        } else if (partition.leader() != leader) {
            return Errors.INVALID_REQUEST;
        } else if (proposal.partitionEpoch() < partition.partitionEpoch()) {
            return Errors.INVALID_UPDATE_VERSION;
        }
        return refusal(partition, brokers, leader, proposal.isr());
    }

    private static Errors refusal(PartitionImage partition, BrokerStates brokers, int leader, List<ReplicaState> isr) {
        List<Integer> ids = isr.stream().map(ReplicaState::brokerId).toList();
        boolean possible = ids.contains(leader)
                && partition.replicas().containsAll(ids)
                && new HashSet<>(ids).size() == ids.size();
        if (!possible) {
            return Errors.INVALID_REQUEST;
        }
        boolean eligible = isr.stream()
                .allMatch(one -> brokers.isCurrent(one.brokerId(), one.brokerEpoch())
                        && (one.brokerId() == leader ? brokers.isUnfenced(leader) : brokers.isActive(one.brokerId())));
        return eligible ? Errors.NONE : Errors.INELIGIBLE_REPLICA;
    }
}
