package io.ottla.actors.simulation.cluster;

import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold at every step, whatever happens. Each is named in the message of its violation. */
final class Invariants {
    /** A broken invariant. */
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1;

        Violation(String what) {
            super(what);
        }
    }

    private record Term(int partition, int epoch) {}

    private final Map<Term, Integer> leaders = new HashMap<>();
    private final Map<Integer, List<SimulatedLog.@Nullable Entry>> shown = new HashMap<>();
    private final Map<Integer, Map<Long, Long>> acknowledged = new HashMap<>();
    private final Set<Integer> excused = new HashSet<>();
    private final Trace trace;
    private MetadataImage committed = MetadataImage.EMPTY;

    Invariants(Trace trace) {
        this.trace = trace;
    }

    /** {@code at most one leader per partition and epoch}. */
    void leads(int partition, int epoch, int node) {
        trace.tell(() -> "node " + node + " leads partition " + partition + " in epoch " + epoch);
        Integer before = leaders.putIfAbsent(new Term(partition, epoch), node);
        if (before != null && before != node) {
            throw new Violation("two leaders: nodes " + before + " and " + node + " lead partition " + partition
                    + " in epoch " + epoch);
        }
    }

    /** {@code what was shown stays}: below a watermark every replica has the same. */
    void shows(int partition, long offset, SimulatedLog.Entry entry) {
        if (excused.contains(partition)) {
            return;
        }
        List<SimulatedLog.@Nullable Entry> entries = shown.computeIfAbsent(partition, unused -> new ArrayList<>());
        while (entries.size() <= offset) {
            entries.add(null);
        }
        SimulatedLog.Entry before = entries.set((int) offset, entry);
        if (before != null && !before.equals(entry)) {
            throw new Violation("changed under a reader: partition " + partition + " showed " + before + " at offset "
                    + offset + " and now shows " + entry);
        }
    }

    /** A producer was told that its record is stored. */
    void acknowledged(int partition, long offset, long value) {
        trace.tell(() -> "acknowledged " + partition + "@" + offset + " = " + value);
        acknowledged.computeIfAbsent(partition, unused -> new HashMap<>()).put(offset, value);
    }

    int acknowledged() {
        return acknowledged.values().stream().mapToInt(Map::size).sum();
    }

    /** So many replicas were lost at once that the topic's settings do not promise anything any more. */
    void excuse(int partition) {
        trace.tell(() -> "nothing is promised any more of partition " + partition);
        excused.add(partition);
    }

    /** Whether nothing is promised of this partition any more. */
    boolean isExcused(int partition) {
        return excused.contains(partition);
    }

    /** {@code acknowledged is kept}: whoever the metadata counts as in sync or eligible has every acknowledged record. */
    void holds(int partition, int node, SimulatedLog log) {
        if (excused.contains(partition) || !counts(partition, node)) {
            return;
        }
        acknowledged.getOrDefault(partition, Map.of()).forEach((offset, value) -> {
            if (offset >= log.endOffset() || log.at(offset).value() != value) {
                throw new Violation("acknowledged and lost: node " + node + " counts as in sync with partition "
                        + partition + " and lacks record " + value + " at offset " + offset + "; its log ends at "
                        + log.endOffset());
            }
        });
    }

    /** {@link #holds} on every disk, but those of which the controller has yet to hear that they lost something. */
    void holdEverywhere(List<SimulatedNode> nodes) {
        nodes.stream()
                .filter(node -> !node.lostPower())
                .forEach(node -> node.disk().forEach((partition, log) -> holds(partition, node.id(), log)));
    }

    private boolean counts(int partition, int node) {
        return committed.topics().all().stream()
                .flatMap(topic -> topic.partition(partition).stream())
                .anyMatch(image -> image.isr().contains(node) || image.elr().contains(node));
    }

    /** {@code the metadata makes sense}, and epochs go up. */
    void committed(MetadataImage image) {
        for (TopicImage topic : image.topics().all()) {
            for (PartitionImage partition : topic.partitions()) {
                check(image, partition);
                tell(topic, partition);
                committed
                        .topics()
                        .topic(topic.id())
                        .flatMap(before -> before.partition(partition.partition()))
                        .ifPresent(before -> checkEpochs(before, partition));
            }
        }
        committed = image;
    }

    private void tell(TopicImage topic, PartitionImage partition) {
        boolean same = committed
                .topics()
                .topic(topic.id())
                .flatMap(before -> before.partition(partition.partition()))
                .filter(partition::equals)
                .isPresent();
        if (!same) {
            trace.tell(() -> "decided " + partition);
        }
    }

    private static void check(MetadataImage image, PartitionImage partition) {
        boolean makesSense = partition.replicas().containsAll(partition.isr())
                && partition.replicas().containsAll(partition.elr())
                && (!partition.hasLeader() || partition.isr().contains(partition.leader()))
                && partition.isr().stream().allMatch(id -> image.liveBroker(id).isPresent());
        if (!makesSense) {
            throw new Violation("metadata without sense: " + partition + " with brokers " + image.brokers());
        }
    }

    private static void checkEpochs(PartitionImage before, PartitionImage after) {
        boolean changed = !before.equals(after);
        if (after.leaderEpoch() < before.leaderEpoch()
                || (changed && after.partitionEpoch() <= before.partitionEpoch())
                || (before.leader() != after.leader() && after.leaderEpoch() == before.leaderEpoch())) {
            throw new Violation("epochs do not go up: " + before + " became " + after);
        }
    }
}
