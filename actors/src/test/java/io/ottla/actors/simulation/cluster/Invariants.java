package io.ottla.actors.simulation.cluster;

import io.ottla.actors.metadata.MetadataImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks the {@link Invariant}s of logs and processes, each at the step at which it could be broken. */
final class Invariants {
    /** An invariant that does not hold. */
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1;

        final transient Invariant invariant;

        Violation(Invariant invariant, String what) {
            super(invariant + ": " + what);
            this.invariant = invariant;
        }
    }

    private record Term(int partition, int epoch) {}

    private record Acknowledged(long offset, long value) {}

    private record Known(long controllerTerm, long sequenceNr) {}

    /** How much of a log was compared already; of a log that was cut since, nothing. */
    private record Compared(long cuts, long shown, int acknowledged) {
        static final Compared NOTHING = new Compared(-1, 0, 0);
    }

    private final Map<Term, Integer> leaders = new HashMap<>();
    private final Map<Integer, List<SimulatedLog.@Nullable Entry>> shown = new HashMap<>();
    private final Map<Integer, List<Acknowledged>> acknowledged = new HashMap<>();
    private final Map<SimulatedLog, Compared> compared = new HashMap<>();
    private final Map<UUID, Known> known = new HashMap<>();
    private final Set<Integer> excused = new HashSet<>();
    private final MetadataInvariants metadata;
    private final Trace trace;

    Invariants(Trace trace) {
        this.trace = trace;
        metadata = new MetadataInvariants(trace);
    }

    /** {@link Invariant#ONE_LEADER_IN_AN_EPOCH}. */
    void leads(int partition, int epoch, int node) {
        trace.tell(() -> "node " + node + " leads partition " + partition + " in epoch " + epoch);
        Integer before = leaders.putIfAbsent(new Term(partition, epoch), node);
        if (before != null && before != node) {
            throw new Violation(
                    Invariant.ONE_LEADER_IN_AN_EPOCH,
                    "nodes " + before + " and " + node + " lead partition " + partition + " in epoch " + epoch);
        }
    }

    /** {@link Invariant#FENCED_LEADS_NOTHING}: a record is taken by a node that knows this of itself. */
    void takes(int partition, int node, boolean knowsItIsFenced) {
        if (knowsItIsFenced) {
            throw new Violation(
                    Invariant.FENCED_LEADS_NOTHING, "node " + node + " takes a record for partition " + partition);
        }
    }

    /** {@link Invariant#SHOWN_IS_THE_SAME_EVERYWHERE}. */
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
            throw new Violation(
                    Invariant.SHOWN_IS_THE_SAME_EVERYWHERE,
                    "partition " + partition + " showed " + before + " at offset " + offset + " and now shows "
                            + entry);
        }
    }

    /** {@link Invariant#NOTHING_COMMITTED_IS_CUT}. */
    void cuts(int partition, int node, long offset, long highWatermark) {
        if (offset < highWatermark && !excused.contains(partition)) {
            throw new Violation(
                    Invariant.NOTHING_COMMITTED_IS_CUT,
                    "node " + node + " cuts partition " + partition + " at offset " + offset + ", below its watermark "
                            + highWatermark);
        }
    }

    /**
     * {@link Invariant#WATERMARK_STANDS_WHILE_TOO_FEW_ARE_IN_SYNC}: a leader's watermark moves.
     *
     * @param mayMove whether that is so by the metadata it has
     */
    void moves(int partition, int node, boolean mayMove) {
        if (!mayMove) {
            throw new Violation(
                    Invariant.WATERMARK_STANDS_WHILE_TOO_FEW_ARE_IN_SYNC,
                    "node " + node + " moves the watermark of partition " + partition);
        }
    }

    /** {@link Invariant#IMAGES_ADVANCE}. */
    void learned(UUID process, long controllerTerm, long sequenceNr) {
        Known before = known.put(process, new Known(controllerTerm, sequenceNr));
        if (before != null && (before.controllerTerm() > controllerTerm || before.sequenceNr() > sequenceNr)) {
            throw new Violation(
                    Invariant.IMAGES_ADVANCE,
                    "a process that knew event " + before.sequenceNr() + " of controller " + before.controllerTerm()
                            + " goes back to " + sequenceNr + " of " + controllerTerm);
        }
    }

    /**
     * {@link Invariant#FENCED_FOR_ITS_OWN_SILENCE}: a broker is about to be fenced because it is silent.
     *
     * @param silentForMs how long, in time in which this controller ran
     */
    void fences(int broker, long silentForMs, long allowedMs) {
        if (silentForMs <= allowedMs) {
            throw new Violation(
                    Invariant.FENCED_FOR_ITS_OWN_SILENCE,
                    "broker " + broker + " is fenced after " + silentForMs + " ms of the controller's time");
        }
    }

    /** A producer was told that its record is stored. */
    void acknowledged(int partition, long offset, long value) {
        trace.tell(() -> "acknowledged " + partition + "@" + offset + " = " + value);
        acknowledged.computeIfAbsent(partition, unused -> new ArrayList<>()).add(new Acknowledged(offset, value));
    }

    int acknowledged() {
        return acknowledged.values().stream().mapToInt(List::size).sum();
    }

    /** So many replicas were lost at once that the topic's settings do not promise anything any more. */
    void excuse(int partition) {
        if (excused.add(partition)) {
            trace.tell(() -> "nothing is promised any more of partition " + partition);
        }
    }

    /** Whether nothing is promised of this partition any more. */
    boolean isExcused(int partition) {
        return excused.contains(partition);
    }

    /** {@link Invariant#COMMITTED_IS_KEPT} and {@link Invariant#ACKNOWLEDGED_IS_KEPT}, of one replica. */
    void holds(int partition, int node, SimulatedLog log) {
        if (excused.contains(partition) || !metadata.counts(partition, node)) {
            return;
        }
        Compared before = compared.getOrDefault(log, Compared.NOTHING);
        if (before.cuts() != log.cuts()) {
            before = Compared.NOTHING;
        }
        List<Acknowledged> answers = acknowledged.getOrDefault(partition, List.of());
        for (Acknowledged answer : answers.subList(before.acknowledged(), answers.size())) {
            if (answer.offset() >= log.endOffset() || log.at(answer.offset()).value() != answer.value()) {
                throw new Violation(
                        Invariant.ACKNOWLEDGED_IS_KEPT, lacks(partition, node, log, "record " + answer.value()));
            }
        }
        List<SimulatedLog.@Nullable Entry> all = shown.getOrDefault(partition, List.of());
        for (long offset = before.shown(); offset < all.size(); offset++) {
            SimulatedLog.Entry entry = all.get((int) offset);
            if (entry != null && (offset >= log.endOffset() || !log.at(offset).equals(entry))) {
                throw new Violation(
                        Invariant.COMMITTED_IS_KEPT, lacks(partition, node, log, entry + " at offset " + offset));
            }
        }
        compared.put(log, new Compared(log.cuts(), all.size(), answers.size()));
    }

    private static String lacks(int partition, int node, SimulatedLog log, String what) {
        return "node " + node + " counts for partition " + partition + " and lacks " + what + "; its log ends at "
                + log.endOffset();
    }

    /** {@link #holds} on every disk, but those of which the controller has yet to hear that they lost something. */
    void holdEverywhere(List<SimulatedNode> nodes) {
        nodes.stream()
                .filter(node -> !node.mayLack())
                .forEach(node -> node.disk().forEach((partition, log) -> holds(partition, node.id(), log)));
    }

    /** The metadata has changed: {@link MetadataInvariants}. */
    void committed(MetadataImage image) {
        metadata.committed(image);
    }
}
