package io.ottla.actors.controller.state;

import io.ottla.actors.controller.state.PartitionInvariants.Violation;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.Uuid;

/**
 * A model of what the replicas hold, only as precise as it takes to see whether a decision of the controller loses what was
 * acknowledged: how far each replica's log goes, and how far the partition is committed.
 */
final class ReplicaData {
    private record Place(Uuid topicId, int partition) {}

    private static final class Logs {
        final Map<Integer, Integer> ends = new HashMap<>();
        int committed;

        int end(int broker) {
            return ends.getOrDefault(broker, 0);
        }
    }

    private final Map<Place, Logs> places = new HashMap<>();
    private final Random random;

    ReplicaData(Random random) {
        this.random = random;
    }

    /** Records are written and replicated by those who live; committed is what the whole ISR has, if it may be. */
    void write(MetadataImage image, PartitionRules defaults) {
        BrokerStates brokers = new BrokerStates(image);
        for (TopicImage topic : image.topics().all()) {
            int configured = defaults.of(image, topic.name()).minInSync();
            topic.partitions().stream()
                    .filter(partition -> brokers.isUnfenced(partition.leader()))
                    .forEach(partition -> write(brokers, logs(topic, partition), partition, configured));
        }
    }

    private void write(BrokerStates brokers, Logs logs, PartitionImage partition, int configured) {
        int end = logs.end(partition.leader()) + random.nextInt(3);
        logs.ends.put(partition.leader(), end);
        for (int id : partition.replicas()) {
            if (id != partition.leader() && brokers.isUnfenced(id) && random.nextInt(3) > 0) {
                logs.ends.put(id, logs.end(id) + random.nextInt(end - Math.min(end, logs.end(id)) + 1));
            }
        }
        if (partition.isr().size() >= partition.minInSync(configured)) {
            int all = partition.isr().stream().mapToInt(logs::end).min().orElse(0);
            logs.committed = Math.max(logs.committed, all);
        }
    }

    /** Whether a replica may be proposed for the ISR: it holds everything committed. */
    boolean isCaughtUp(TopicImage topic, PartitionImage partition, int broker) {
        Logs logs = logs(topic, partition);
        return logs.end(broker) >= logs.committed;
    }

    /** A broker crashed and its machine lost some of what it had written. */
    void lose(int broker) {
        places.values().forEach(logs -> logs.ends.computeIfPresent(broker, (id, end) -> random.nextInt(end + 1)));
    }

    /** One replica lost some of what it had written. */
    void lose(TopicImage topic, int partition, int broker) {
        Logs logs = places.get(new Place(topic.id(), partition));
        if (logs != null) {
            logs.ends.computeIfPresent(broker, (id, end) -> random.nextInt(end + 1));
        }
    }

    /**
     * Checks who leads now and lets everybody else follow.
     *
     * @param proposed whether a leader proposed who is in sync now: whoever it named had caught up
     * @param unreliable brokers whose logs may be shorter than they were: nobody may rely on them in this step
     */
    void follow(
            MetadataImage before,
            MetadataImage after,
            PartitionRules defaults,
            boolean proposed,
            Set<Integer> unreliable) {
        for (TopicImage topic : after.topics().all()) {
            boolean unclean = defaults.of(after, topic.name()).unclean();
            for (PartitionImage now : topic.partitions()) {
                before.topics()
                        .topic(topic.id())
                        .flatMap(old -> old.partition(now.partition()))
                        .ifPresent(old -> follow(old, now, logs(topic, now), unclean, proposed, unreliable));
            }
        }
    }

    private static void follow(
            PartitionImage old,
            PartitionImage now,
            Logs logs,
            boolean unclean,
            boolean proposed,
            Set<Integer> unreliable) {
        boolean elected = now.hasLeader() && now.leaderEpoch() != old.leaderEpoch();
        if (elected) {
            Set<Integer> entitled = new HashSet<>(old.isr());
            entitled.addAll(old.elr());
            entitled.removeAll(unreliable);
            if (proposed) {
                entitled.addAll(now.isr());
            }
            boolean nobodyWasLeft =
                    entitled.isEmpty() && (now.leader() == old.lastKnownLeader() || now.leader() == old.leader());
            if (unclean || nobodyWasLeft) {
                logs.committed = Math.min(logs.committed, logs.end(now.leader()));
            } else if (!entitled.contains(now.leader())) {
                throw new Violation("a leader was in the ISR or the ELR", old + " -> " + now);
            }
            int end = logs.end(now.leader());
            logs.ends.replaceAll((id, theirs) -> Math.min(theirs, end));
        }
        List.of(now.isr(), now.elr())
                .forEach(members -> members.forEach(id -> {
                    if (logs.end(id) < logs.committed) {
                        throw new Violation(
                                "whoever is in sync or eligible holds everything committed",
                                now + ": broker " + id + " ends at " + logs.end(id) + " of " + logs.committed);
                    }
                }));
    }

    private Logs logs(TopicImage topic, PartitionImage partition) {
        return places.computeIfAbsent(new Place(topic.id(), partition.partition()), unused -> new Logs());
    }
}
