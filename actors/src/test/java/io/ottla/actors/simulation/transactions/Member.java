package io.ottla.actors.simulation.transactions;

import io.ottla.actors.group.state.ConsumerGroupCommand;
import io.ottla.actors.group.state.TestTopics;
import io.ottla.actors.group.state.assignor.PartitionSet;
import io.ottla.actors.group.state.consumer.HeartbeatAnswer;
import io.ottla.actors.group.state.consumer.HeartbeatAsk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A worker as member of its group (KIP-848). A partition in use is given up when its transaction has ended. */
final class Member {
    static final String GROUP = "workers";
    private static final int BEAT_MS = 100;
    private static final int PATIENCE_MS = 250;
    private static final int REBALANCE_TIMEOUT_MS = 1_000;

    private final Worker worker;
    private final String id;
    private final Map<Integer, Long> owned = new TreeMap<>();
    private Set<Integer> target = Set.of();
    private int inUse = -1;
    private int epoch;
    private boolean tellAll = true;
    private long number;
    private boolean waits;
    private long sentAtMs = Long.MIN_VALUE / 2;

    Member(Worker worker, String id) {
        this.worker = worker;
        this.id = id;
    }

    String id() {
        return id;
    }

    int epoch() {
        return epoch;
    }

    /** What it may work on: what it has, and is to keep. */
    List<Integer> owned() {
        return owned.keySet().stream().filter(target::contains).toList();
    }

    /** Since which of its steps it has a partition, without having lost it; -1 if it has not. */
    long ownsSince(int source) {
        return owned.getOrDefault(source, -1L);
    }

    void use(int source) {
        inUse = source;
    }

    void useNothing() {
        inUse = -1;
        giveUp();
    }

    /** Sends a heartbeat if it is time for one; an answer that does not come is not waited for. */
    void beat() {
        long now = worker.world().now().steadyMs();
        if (now - sentAtMs < (waits ? PATIENCE_MS : BEAT_MS)) {
            return;
        }
        tellAll |= waits;
        waits = true;
        sentAtMs = now;
        long mine = ++number;
        HeartbeatAsk ask = ask();
        worker.world()
                .<HeartbeatAnswer>ask(
                        worker.world().cluster().outside(),
                        TransactionsWorld.OFFSETS,
                        (terms, reply) -> terms.coordinator()
                                .orElseThrow()
                                .execute(new ConsumerGroupCommand.Heartbeat(ask, reply)),
                        answer -> worker.later(0, () -> {
                            if (waits && mine == number) {
                                waits = false;
                                take(answer);
                            }
                        }));
    }

    private HeartbeatAsk ask() {
        boolean all = tellAll || epoch == 0;
        return new HeartbeatAsk(
                GROUP,
                id,
                epoch,
                Optional.empty(),
                Optional.empty(),
                all ? REBALANCE_TIMEOUT_MS : -1,
                all ? Optional.of(new TreeSet<>(Set.of(Coordination.INPUTS))) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(partitions()),
                "worker",
                "/127.0.0.1",
                topic -> true);
    }

    private PartitionSet partitions() {
        PartitionSet.Builder set = new PartitionSet.Builder();
        owned.keySet().forEach(partition -> set.add(TestTopics.id(Coordination.INPUTS), partition));
        return set.build();
    }

    private void take(HeartbeatAnswer answer) {
        worker.world().cluster().trace(() -> worker + " is told by the group: " + answer);
        switch (answer.error()) {
            case NONE -> {
                tellAll = false;
                epoch = answer.memberEpoch();
                answer.assignment().ifPresent(this::assigned);
            }
            case FENCED_MEMBER_EPOCH, UNKNOWN_MEMBER_ID, GROUP_ID_NOT_FOUND -> loseAll();
            default -> tellAll = true;
        }
    }

    private void assigned(PartitionSet assignment) {
        Set<Integer> told = new TreeSet<>();
        for (int partition = 0; partition < Coordination.INPUT_PARTITIONS; partition++) {
            if (assignment.contains(TestTopics.id(Coordination.INPUTS), partition)) {
                told.add(partition);
                owned.putIfAbsent(partition, number);
            }
        }
        target = told;
        giveUp();
    }

    private void giveUp() {
        List<Integer> surplus = owned.keySet().stream()
                .filter(partition -> !target.contains(partition) && partition != inUse)
                .toList();
        surplus.forEach(this::lose);
    }

    private void loseAll() {
        epoch = 0;
        tellAll = true;
        target = Set.of();
        List.copyOf(owned.keySet()).forEach(this::lose);
    }

    private void lose(int partition) {
        owned.remove(partition);
        worker.lost(partition);
    }

    @Override
    public String toString() {
        return "epoch " + epoch + " with " + owned.keySet() + " of " + target;
    }
}
