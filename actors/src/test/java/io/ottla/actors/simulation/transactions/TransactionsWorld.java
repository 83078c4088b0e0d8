package io.ottla.actors.simulation.transactions;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.simulation.cluster.SimulatedCluster;
import io.ottla.actors.simulation.cluster.SimulatedLeadership;
import io.ottla.actors.simulation.cluster.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Workers of one group that read numbered inputs, write an output for each and commit how far they came, all in transactions; and what
 * the nodes of the cluster are for them.
 */
final class TransactionsWorld implements Workload {
    /** The partition that holds the transactional ids. */
    static final int TRANSACTIONS = 0;
    /** The partition that holds the group. */
    static final int OFFSETS = 1;
    /** The partitions that get the outputs. */
    static final List<Integer> OUTPUTS = List.of(2, 3);

    private static final int PARTITIONS = 4;
    private static final long QUESTION_PATIENCE_MS = 150;
    private static final int LATEST_COPY_MS = 2_000;

    final History history = new History();
    private final Set<Rule> broken;
    private final Map<Place, Terms> places = new TreeMap<>();
    private final Map<Integer, CommittedReader> readers = new TreeMap<>();
    private final Workers workers = new Workers(this);
    private final Coordination coordination = new Coordination(this);
    private Optional<SimulatedCluster> begun = Optional.empty();
    private boolean peace;

    private record Place(int node, int partition) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return node == other.node ? partition - other.partition : node - other.node;
        }
    }

    /** A leadership as partition, and as coordinator where it is one. */
    record Terms(PartitionTerm partition, Optional<CoordinatorTerm> coordinator) {}

    TransactionsWorld(Set<Rule> broken) {
        this.broken = broken;
        OUTPUTS.forEach(partition -> readers.put(partition, new CommittedReader(history)));
    }

    static TopicPartition name(int partition) {
        return new TopicPartition("t", partition);
    }

    boolean keeps(Rule rule) {
        return !broken.contains(rule);
    }

    SimulatedCluster cluster() {
        return begun.orElseThrow();
    }

    Moment now() {
        long ms = cluster().time().nowMs();
        return new Moment(1_700_000_000_000L + ms, ms);
    }

    void soon(Runnable event) {
        cluster().time().after(0, event);
    }

    @Override
    public int partitions() {
        return PARTITIONS;
    }

    @Override
    public boolean bringsAnOperator() {
        return true;
    }

    @Override
    public void begin(SimulatedCluster cluster) {
        begun = Optional.of(cluster);
        workers.begin();
    }

    @Override
    public void tick(int node) {
        if (begun.isEmpty()) {
            return;
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            terms(node, partition).ifPresent(this::tick);
        }
    }

    private void tick(Terms terms) {
        terms.coordinator().ifPresent(coordination::tick);
        CommittedReader reader = readers.get(terms.partition().leadership().partition());
        if (reader != null && !isExcused()) {
            reader.read(terms.partition().leadership(), terms.partition().stableOffset());
        }
    }

    /** What a node is for a partition that it leads; made when the leadership is first looked at. */
    private Optional<Terms> terms(int node, int partition) {
        Place place = new Place(node, partition);
        Terms before = places.get(place);
        if (before != null && before.partition().leadership().lasts()) {
            return Optional.of(before);
        }
        if (before != null && before.partition().leadership().isSameProcess()) {
            places.remove(place);
            before.partition().giveUp();
            before.coordinator().ifPresent(CoordinatorTerm::giveUp);
        }
        Optional<Terms> next = cluster().leadership(node, partition).map(this::take);
        next.ifPresent(terms -> places.put(place, terms));
        return next;
    }

    private Terms take(SimulatedLeadership leadership) {
        PartitionTerm partition = new PartitionTerm(this, leadership);
        return new Terms(partition, coordination.of(partition));
    }

    /** The coordinator that stands on this partition, as long as it leads. */
    Optional<CoordinatorTerm> coordinator(PartitionTerm partition) {
        SimulatedLeadership leadership = partition.leadership();
        return terms(leadership.node(), leadership.partition())
                .filter(terms -> terms.partition() == partition)
                .flatMap(Terms::coordinator);
    }

    /** Puts a question to the leader of a partition, from anywhere; there is an answer or there is none. */
    <T> void ask(int from, int partition, BiConsumer<Terms, Reply<T>> question, Consumer<T> answer) {
        int leader = cluster().leaderOf(partition);
        if (leader == 0) {
            return;
        }
        cluster()
                .send(
                        from,
                        leader,
                        () -> terms(leader, partition)
                                .ifPresent(terms -> question.accept(
                                        terms, value -> cluster().send(leader, from, () -> answer.accept(value)))));
    }

    /** Now and then a copy of a question is long on its way, and finds another leader, or another transaction. */
    <T> void sendLateCopy(int from, int partition, BiConsumer<Terms, Reply<T>> question) {
        if (!peace && cluster().random().nextInt(20) == 0) {
            long delayMs = cluster().random().nextInt(LATEST_COPY_MS);
            cluster().time().after(delayMs, () -> ask(from, partition, question, ignored -> {}));
        }
    }

    /** As {@link #ask}, of a node that gives one answer in any case: in the end that there was none. */
    <T> void askOnce(int from, int partition, BiConsumer<Terms, Reply<T>> question, T none, Consumer<T> answer) {
        boolean[] answered = {false};
        Consumer<T> once = value -> {
            if (!answered[0]) {
                answered[0] = true;
                answer.accept(value);
            }
        };
        ask(from, partition, question, once);
        sendLateCopy(from, partition, question);
        cluster().time().after(QUESTION_PATIENCE_MS, () -> once.accept(none));
    }

    boolean isExcused() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (cluster().isExcused(partition)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void peace() {
        peace = true;
        workers.makePeace();
    }

    /** What the one process that leads a partition now is for it. */
    Terms leading(int partition) {
        return terms(cluster().leaderOf(partition), partition).orElseThrow();
    }

    @Override
    public void check() {
        if (!isExcused()) {
            List<Payload.Output> outputs = new ArrayList<>();
            for (int partition : OUTPUTS) {
                tick(leading(partition));
                outputs.addAll(readers.get(partition).committed());
            }
            new ExactlyOnce(this, outputs, workers).check();
        }
    }
}
