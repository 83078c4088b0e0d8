package io.ottla.actors.membership.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.remote.NodeAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nodes of one cluster that start, crash and start again in every order: no two of them begin the membership within the time
 * that grants bind for (M1), whatever the network does; and over a network that delivers, nobody ever begins beside a member
 * that is up, and all are members in the end.
 */
class JoiningSimulation {
    private static final int SEEDS = 60;
    private static final int STEP_MS = 50;
    private static final int DISK_MAX_MS = 1_500;
    private static final int STEPS = 1_600;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void neverBeginsTwiceWithinTheTimeOfAGrantWhateverTheNetworkLoses(long block) {
        for (long seed = block * SEEDS; seed < (block + 1) * SEEDS; seed++) {
            World world = new World(seed, 40, 2_500, Grants.BINDS_MS);
            world.run(STEPS, 6);
            assertThat(world.begunTooSoon)
                    .as("two begun within 5 s, seed %d", seed)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void overANetworkThatDeliversThereIsOneMembershipAndAllAreInIt(long block) {
        for (long seed = block * SEEDS; seed < (block + 1) * SEEDS; seed++) {
            World world = new World(seed, 0, 150, Grants.BINDS_MS);
            world.run(STEPS, 4);
            assertThat(world.begunBesideAMember)
                    .as("begun beside a member, seed %d", seed)
                    .isFalse();
            world.startAll();
            world.run(STEPS, 0);
            assertThat(world.nodes).as("seed %d", seed).allMatch(node -> node.standing == Standing.UP);
        }
    }

    @Test
    void findsWhatHappensWhenGrantsDoNotBind() {
        assertThat(IntStream.range(0, 20 * SEEDS).anyMatch(seed -> {
                    World world = new World(seed, 40, 2_500, 0);
                    world.run(STEPS, 6);
                    return world.begunTooSoon;
                }))
                .isTrue();
    }

    private static final class SimulatedNode {
        final int number;
        final long grantsBindMs;
        Joining joining;
        Grants grants = new Grants();
        Standing standing = Standing.OUTSIDE;
        boolean running;
        Optional<NodeAddress> lastGrant = Optional.empty();
        long lastGrantAtMs;

        SimulatedNode(int number, long grantsBindMs) {
            this.number = number;
            this.grantsBindMs = grantsBindMs;
            this.joining = new Joining(Nodes.address(number), 0);
        }

        void start(long nowMs) {
            running = true;
            standing = Standing.OUTSIDE;
            joining = new Joining(Nodes.address(number), nowMs);
            grants = new Grants();
            lastGrant.filter(to -> nowMs - lastGrantAtMs < Grants.BINDS_MS).ifPresent(to -> grants.restore(to, nowMs));
        }

        boolean grantsItself(long nowMs) {
            NodeAddress self = Nodes.address(number);
            if (grantsBindMs > 0 && !grants.grant(self, nowMs)) {
                return false;
            }
            onDisk(self, nowMs);
            return true;
        }

        void onDisk(NodeAddress asker, long nowMs) {
            lastGrant = Optional.of(asker);
            lastGrantAtMs = nowMs;
        }
    }

    private record Event(long atMs, long order, Runnable effect) {}

    private static final class World {
        final Random random;
        final int lossPercent;
        final int delayMaxMs;
        final KnownVoters voters;
        final List<SimulatedNode> nodes = new ArrayList<>();
        final PriorityQueue<Event> network =
                new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::order));
        final List<Long> begunAtMs = new ArrayList<>();
        final List<Integer> begunBy = new ArrayList<>();
        long nowMs;
        long orders;
        boolean begunTooSoon;
        boolean begunBesideAMember;

        World(long seed, int lossPercent, int delayMaxMs, long grantsBindMs) {
            this.random = new Random(seed);
            this.lossPercent = lossPercent;
            this.delayMaxMs = delayMaxMs;
            int count = 2 + random.nextInt(4);
            this.voters = count < 3 ? Nodes.voters(1, 1) : Nodes.voters(1, 1, 2, 3);
            for (int node = 1; node <= count; node++) {
                nodes.add(new SimulatedNode(node, grantsBindMs));
            }
        }

        void startAll() {
            nodes.stream().filter(node -> !node.running).forEach(node -> node.start(nowMs));
        }

        void run(int steps, int faultsPerThousand) {
            for (int step = 0; step < steps; step++) {
                nowMs += STEP_MS;
                while (!network.isEmpty() && network.peek().atMs() <= nowMs) {
                    network.remove().effect().run();
                }
                for (SimulatedNode node : nodes) {
                    if (random.nextInt(1_000) < faultsPerThousand) {
                        crashOrStart(node);
                    } else if (node.running && node.standing != Standing.UP && random.nextInt(4) == 0) {
                        tick(node);
                    }
                }
            }
        }

        private void crashOrStart(SimulatedNode node) {
            if (node.running) {
                node.running = false;
                node.standing = Standing.OUTSIDE;
            } else {
                node.start(nowMs);
            }
        }

        private void tick(SimulatedNode node) {
            Joining current = node.joining;
            for (SimulatedNode other : nodes) {
                if (other != node) {
                    ask(current, other);
                }
            }
            JoinStep step = current.step(contacts(node), Optional.of(voters), nowMs);
            if (step instanceof JoinStep.JoinThrough through) {
                node.standing = Standing.JOINING;
                NodeAddress member = through.members().get(0);
                send(() -> joined(node, current, member));
            } else {
                node.standing = Standing.OUTSIDE;
                if (step instanceof JoinStep.AskFor asked) {
                    askVoters(node, current, asked);
                } else if (step instanceof JoinStep.Begin) {
                    begin(node);
                }
            }
        }

        private void ask(Joining current, SimulatedNode other) {
            if (!other.running) {
                send(() -> current.heard(Nodes.address(other.number), Heard.refusal(nowMs)));
                return;
            }
            send(() -> {
                if (other.running) {
                    Standing told = other.standing;
                    send(() ->
                            current.heard(Nodes.address(other.number), Heard.answer(told, Optional.of(voters), nowMs)));
                }
            });
        }

        private void askVoters(SimulatedNode node, Joining current, JoinStep.AskFor asked) {
            for (VoterAt voter : asked.voters()) {
                SimulatedNode giver = nodes.get(voter.nodeId() - 1);
                if (giver == node) {
                    if (node.grantsItself(nowMs)) {
                        current.granted(asked.ask(), voter);
                    }
                    continue;
                }
                send(() -> {
                    if (giver.running && giver.standing == Standing.OUTSIDE) {
                        asked(
                                giver,
                                Nodes.address(node.number),
                                asked.ask(),
                                () -> current.granted(asked.ask(), voter));
                    }
                });
            }
        }

        private void asked(SimulatedNode giver, NodeAddress asker, long ask, Runnable give) {
            if (giver.grantsBindMs == 0) {
                send(give);
                return;
            }
            Grants grants = giver.grants;
            switch (grants.asked(asker, ask, nowMs)) {
                case WRITE ->
                    network.add(new Event(nowMs + 1 + random.nextInt(DISK_MAX_MS), orders++, () -> {
                        if (giver.running && giver.grants == grants) {
                            giver.onDisk(asker, nowMs);
                            if (grants.written(asker, ask)) {
                                send(give);
                            }
                        }
                    }));
                case GIVE -> send(give);
                case NONE -> {}
            }
        }

        private void begin(SimulatedNode node) {
            if (node.grantsBindMs > 0 && node.grants.isBoundToAnother(Nodes.address(node.number), nowMs)) {
                return;
            }
            for (int i = 0; i < begunAtMs.size(); i++) {
                begunTooSoon |= begunBy.get(i) != node.number && nowMs - begunAtMs.get(i) < Joining.ASK_FOR_MS;
            }
            begunAtMs.add(nowMs);
            begunBy.add(node.number);
            begunBesideAMember |= nodes.stream().anyMatch(other -> other.standing == Standing.UP);
            node.standing = Standing.UP;
        }

        private void joined(SimulatedNode node, Joining current, NodeAddress through) {
            boolean memberIsUp = nodes.stream()
                    .anyMatch(other -> other.standing == Standing.UP
                            && Nodes.address(other.number).equals(through));
            if (node.running && node.joining == current && memberIsUp) {
                node.standing = Standing.UP;
            }
        }

        private void send(Runnable effect) {
            if (random.nextInt(100) >= lossPercent) {
                network.add(new Event(nowMs + 1 + random.nextInt(delayMaxMs), orders++, effect));
            }
        }

        private Set<NodeAddress> contacts(SimulatedNode node) {
            return nodes.stream()
                    .filter(other -> other != node)
                    .map(other -> Nodes.address(other.number))
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }
}
