package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** What must hold of every partition after every step of a history, whatever the step was. */
final class PartitionInvariants {
    /** What a step is allowed to do to the assignment. */
    enum Step {
        CANCEL,
        HEAL,
        PROPOSE,
        OTHER
    }

    /** One invariant that does not hold. */
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1;

        private final String invariant;

        Violation(String invariant, String what) {
            super(invariant + ": " + what);
            this.invariant = invariant;
        }

        String invariant() {
            return invariant;
        }
    }

    private record Election(Uuid topicId, int partition, int leaderEpoch) {}

    private final PartitionRules defaults;
    private final Map<Election, Integer> leaders = new HashMap<>();

    PartitionInvariants(PartitionRules defaults) {
        this.defaults = defaults;
    }

    /** Checks every partition that the step left. */
    void check(MetadataImage before, MetadataImage after, Step step) {
        for (TopicImage topic : after.topics().all()) {
            for (PartitionImage partition : topic.partitions()) {
                check(after, topic, partition);
                before.topics()
                        .topic(topic.id())
                        .flatMap(old -> old.partition(partition.partition()))
                        .ifPresent(old -> {
                            checkEpochs(old, partition);
                            checkAssignment(after, topic, old, partition, step);
                        });
            }
        }
    }

    private void check(MetadataImage image, TopicImage topic, PartitionImage partition) {
        BrokerStates brokers = new BrokerStates(image);
        List<Integer> isr = partition.isr();
        hold(
                "the leader is in sync, and without a leader nobody is",
                partition.hasLeader() ? isr.contains(partition.leader()) : isr.isEmpty(),
                partition);
        hold(
                "the ISR is assigned and unfenced",
                partition.replicas().containsAll(isr) && isr.stream().allMatch(brokers::isUnfenced),
                partition);
        int needed = partition.minInSync(defaults.of(image, topic.name()).minInSync());
        hold(
                "the ELR is assigned, not in sync, and empty while enough are in sync",
                partition.replicas().containsAll(partition.elr())
                        && partition.elr().stream().noneMatch(isr::contains)
                        && (isr.size() < needed || partition.elr().isEmpty()),
                partition);
        hold(
                "a last leader is remembered only while nobody leads",
                !partition.hasLeader() || partition.lastKnownLeader() == PartitionImage.NO_LEADER,
                partition);
        int leader = leaders.computeIfAbsent(
                new Election(topic.id(), partition.partition(), partition.leaderEpoch()), unused -> partition.leader());
        hold("an epoch has one leader", leader == partition.leader(), partition);
        hold("a partition has replicas", !partition.replicas().isEmpty(), partition);
    }

    private static void checkEpochs(PartitionImage old, PartitionImage now) {
        hold(
                "epochs never go back",
                now.leaderEpoch() >= old.leaderEpoch() && now.partitionEpoch() >= old.partitionEpoch(),
                now);
        hold(
                "every change counts the partition epoch up",
                old.equals(now) || now.partitionEpoch() > old.partitionEpoch(),
                now);
    }

    private void checkAssignment(
            MetadataImage image, TopicImage topic, PartitionImage old, PartitionImage now, Step step) {
        List<Integer> gone = new ArrayList<>(old.replicas());
        gone.removeAll(now.replicas());
        boolean allInSync = now.isr().containsAll(now.replicas());
        for (int id : gone) {
            boolean wasNeeded = old.isr().contains(id) || old.elr().contains(id);
            boolean wasComing = old.addingReplicas().contains(id);
            hold(
                    "a replica goes only when all that stay are in sync, or before it had anything",
                    allInSync || (wasComing && (!wasNeeded || step == Step.CANCEL)),
                    old + " -> " + now);
            boolean leaves =
                    DrainedBrokers.of(image).contains(id) || !image.brokers().containsKey(id);
            hold(
                    "healing drops nobody who is needed",
                    step != Step.HEAL || !wasNeeded || leaves || now.isr().size() >= topic.replicationFactor(),
                    old + " -> " + now);
        }
    }

    private static void hold(String invariant, boolean holds, Object what) {
        if (!holds) {
            throw new Violation(invariant, what.toString());
        }
    }
}
