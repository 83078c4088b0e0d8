package io.ottla.actors.journal.state;

import io.ottla.actors.remote.NodeAddress;
import io.ottla.actors.simulation.SimulatedNetwork;
import io.ottla.actors.simulation.SimulatedTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/** Five nodes, of which three begin as voters, and a fate that is unkind to them. */
final class SimulatedQuorum {
    private static final int NODES = 5;
    private static final int FIRST_VOTERS = 3;
    private static final long FATE_EVERY_MS = 25;
    private static final long TICK_EVERY_MS = 20;

    private final Random random;
    private final BrokenRule broken;
    private final SimulatedTime time = new SimulatedTime();
    private final SimulatedNetwork network;
    private final QuorumInvariants invariants = new QuorumInvariants();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private boolean kind;
    private long written;
    private long installed;

    SimulatedQuorum(long seed, BrokenRule broken) {
        random = new Random(seed);
        network = new SimulatedNetwork(time, random);
        List<UUID> folders = new ArrayList<>();
        List<VoterAt> voters = new ArrayList<>();
        for (int id = 1; id <= NODES; id++) {
            folders.add(SimulatedNode.uuid(random));
            if (id <= FIRST_VOTERS) {
                voters.add(new VoterAt(id, folders.get(id - 1), new NodeAddress("node", id)));
            }
        }
        for (int id = 1; id <= NODES; id++) {
            KnownVoters first = new KnownVoters(0, 0, id <= FIRST_VOTERS ? voters : List.of());
            StoredJournal formatted = StoredJournal.formatted(folders.get(id - 1), first);
            nodes.add(new SimulatedNode(id, time, random, invariants, broken, formatted));
        }
        this.broken = broken;
    }

    /** Lets things go wrong for this long. */
    void suffer(long durationMs) {
        kind = false;
        network.disturb(0.05, 0.05);
        plan(TICK_EVERY_MS, this::tick);
        plan(FATE_EVERY_MS, this::fate);
        run(durationMs);
    }

    /**
     * Repairs everything and writes: whoever could be a majority must be one again.
     *
     * @return whether something was committed
     */
    boolean recover() {
        kind = true;
        network.disturb(0, 0);
        network.mend();
        nodes.stream().filter(node -> node.voter == null).forEach(SimulatedNode::start);
        nodes.forEach(node -> {
            node.takeover = null;
            node.writer = null;
        });
        long before = invariants.committed();
        for (int attempt = 0; attempt < 4 && invariants.committed() <= before; attempt++) {
            SimulatedNode candidate = nodes.stream()
                    .reduce((one, other) -> other.known().isNewerThan(one.known()) ? other : one)
                    .orElseThrow();
            candidate.takeOver(highestPromise() + 1);
            send(candidate);
            run(time.nowMs() + 400);
        }
        return invariants.committed() > before;
    }

    /** Whether the voters of every set that may count still have a majority of their folders. */
    boolean hasAMajority() {
        return nodes.stream()
                .map(SimulatedNode::known)
                .filter(known -> !known.voters().isEmpty())
                .allMatch(known -> known.voters().stream()
                                .filter(voter -> nodes.get(voter.nodeId() - 1)
                                        .disk
                                        .forced()
                                        .directoryId()
                                        .equals(voter.directoryId()))
                                .count()
                        >= known.majority());
    }

    /** What happened, to see that the simulation is worth something. */
    Tally tally() {
        return new Tally(invariants.committed(), invariants.opened(), invariants.voterChangesCommitted(), installed);
    }

    /**
     * What happened in one run.
     *
     * @param installed how often a snapshot was sent
     */
    record Tally(long committed, long writers, long voterChanges, long installed) {
        Tally plus(Tally other) {
            return new Tally(
                    committed + other.committed,
                    writers + other.writers,
                    voterChanges + other.voterChanges,
                    installed + other.installed);
        }
    }

    private void run(long untilMs) {
        boolean more = true;
        while (more) {
            more = time.step(untilMs);
        }
    }

    private void plan(long everyMs, Runnable event) {
        time.after(everyMs, () -> {
            event.run();
            plan(everyMs, event);
        });
    }

    private void tick() {
        for (SimulatedNode node : nodes) {
            node.tick();
            send(node);
        }
    }

    private void fate() {
        if (kind) {
            return;
        }
        SimulatedNode node = nodes.get(random.nextInt(NODES));
        switch (random.nextInt(16)) {
            case 0 -> node.crash();
            case 1, 2, 3 -> restart(node);
            case 4 -> network.isolate(node.id, NODES);
            case 5 -> network.cut(node.id, 1 + random.nextInt(NODES));
            case 6, 7 -> network.mend();
            case 8, 9 -> candidate(node);
            case 10, 11 -> changeVoters();
            case 12 -> wipe(node);
            default -> write();
        }
        nodes.forEach(this::send);
    }

    private void restart(SimulatedNode node) {
        if (node.voter == null) {
            node.start();
        } else if (writers().isEmpty()) {
            candidate(node);
        }
    }

    private void candidate(SimulatedNode node) {
        if (node.voter != null
                && node.takeover == null
                && !node.known().voters().isEmpty()) {
            node.takeOver(node.voter.promised().epoch() + 1 + random.nextInt(2));
        }
    }

    private void write() {
        for (SimulatedNode node : writers()) {
            long number = ++written;
            Replication writer = Objects.requireNonNull(node.writer);
            Payload payload =
                    switch (random.nextInt(8)) {
                        case 0 -> new Payload.EventsDeleted("actor", number / 2);
                        case 1 -> new Payload.StateSaved("actor", number, time.nowMs(), new byte[16]);
                        case 2 -> new Payload.StatesDeleted("actor", new StateRange(0, number / 2, 0, Long.MAX_VALUE));
                        default ->
                            new Payload.Events(
                                    "actor", number, List.of(new byte[1 + random.nextInt(100)], new byte[8]));
                    };
            writer.append(payload, time.nowMs());
        }
    }

    private List<SimulatedNode> writers() {
        return nodes.stream()
                .filter(node -> node.writer != null && node.writer.isOpen())
                .collect(Collectors.toList());
    }

    private void changeVoters() {
        for (SimulatedNode node : writers()) {
            Replication writer = Objects.requireNonNull(node.writer);
            List<VoterAt> voters = new ArrayList<>(writer.voters().voters());
            VoterAt other = nodes.get(random.nextInt(NODES)).asVoter();
            boolean isVoter =
                    voters.stream().anyMatch(voter -> voter.directoryId().equals(other.directoryId()));
            if (isVoter || voters.size() > 4) {
                voters.remove(random.nextInt(voters.size()));
            } else if (writer.learnerIsCaughtUp()) {
                voters.add(writer.learner().orElseThrow());
            } else {
                writer.teach(java.util.Optional.of(other), time.nowMs());
                continue;
            }
            if (voters.isEmpty()) {
                continue;
            }
            if (broken == BrokenRule.CHANGES_VOTERS_AT_ONCE) {
                writer.append(new Payload.VotersChanged(voters), time.nowMs());
            } else {
                writer.changeVoters(voters, time.nowMs());
            }
        }
    }

    /** One folder at a time: two lost together may be a majority, which no journal survives. */
    private void wipe(SimulatedNode node) {
        if (node.voter == null && hasAMajority() && random.nextInt(2) == 0) {
            KnownVoters hint = nodes.stream()
                    .map(SimulatedNode::known)
                    .reduce((one, other) -> other.isNewerThan(one) ? other : one)
                    .orElseThrow();
            node.wipe(hint);
        }
    }

    private long highestPromise() {
        return nodes.stream()
                .mapToLong(node -> node.disk.forced().promised().epoch())
                .max()
                .orElse(0);
    }

    private void send(SimulatedNode from) {
        for (Outbound outbound : from.drain()) {
            SimulatedNode to = nodes.get(outbound.to().nodeId() - 1);
            int life = from.life;
            installed += outbound.request() instanceof VoterRequest.Install ? 1 : 0;
            network.send(
                    from.id,
                    to.id,
                    () -> to.request(
                            outbound.request(),
                            reply -> network.send(to.id, from.id, () -> {
                                if (from.life == life) {
                                    from.reply(reply);
                                    send(from);
                                }
                            })));
        }
    }
}
