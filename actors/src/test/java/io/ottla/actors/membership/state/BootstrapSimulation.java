package io.ottla.actors.membership.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nodes that begin a cluster in every order, over a network that loses, delays and repeats, and crash at every moment, also
 * between a decision and its disk: there is never a second cluster (C6), and when all is well again there is one.
 */
class BootstrapSimulation {
    private static final int SEEDS = 400;
    private static final int STEPS = 1_500;

    @FunctionalInterface
    private interface Rules {
        BootstrapStep decide(BootstrapView self, Collection<BootstrapView> others, Supplier<String> newClusterId);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void neverBeginsTwoClustersAndAlwaysOne(long block) {
        for (long seed = block * SEEDS; seed < (block + 1) * SEEDS; seed++) {
            World world = new World(seed, Bootstrap::decide);
            world.runFaulty();
            assertThat(world.begun).as("clusters begun, seed %d", seed).hasSizeLessThanOrEqualTo(1);
            world.runWell();
            assertThat(world.begun).as("clusters begun, seed %d", seed).hasSize(1);
            assertThat(world.nodes).as("seed %d", seed).allMatch(node -> node.clusterId.isPresent());
        }
    }

    @Test
    void findsTheSecondClusterOfRulesThatContentThemselvesWithAMajority() {
        assertThat(findsTwoClusters((self, others, ids) -> {
                    Optional<Proposal> agreed = self.pending()
                            .filter(held -> held.members().stream()
                                            .filter(member -> member.is(self.candidate())
                                                    || others.stream()
                                                            .anyMatch(other ->
                                                                    member.is(other.candidate()) && other.holds(held)))
                                            .count()
                                    > held.members().size() / 2);
                    return agreed.<BootstrapStep>map(BootstrapStep.Found::new)
                            .orElseGet(() -> Bootstrap.decide(self, others, ids));
                }))
                .isTrue();
    }

    @Test
    void findsTheSecondClusterOfRulesThatExchangeWhatTheyHoldForAnythingLower() {
        assertThat(findsTwoClusters((self, others, ids) -> self.pending()
                        .flatMap(held -> others.stream()
                                .flatMap(other -> other.pending().stream())
                                .filter(other -> other.compareTo(held) < 0
                                        && other.member(self.candidate()).isPresent())
                                .findFirst())
                        .<BootstrapStep>map(BootstrapStep.Hold::new)
                        .orElseGet(() -> Bootstrap.decide(self, others, ids))))
                .isTrue();
    }

    private static boolean findsTwoClusters(Rules broken) {
        return IntStream.range(0, 20 * SEEDS).anyMatch(seed -> {
            World world = new World(seed, broken);
            world.runFaulty();
            world.runWell();
            return world.begun.size() > 1;
        });
    }

    private static final class SimulatedNode {
        final Candidate candidate;
        Optional<Proposal> pending = Optional.empty();
        Optional<String> clusterId = Optional.empty();
        Optional<BootstrapStep> writing = Optional.empty();
        final Map<Candidate, BootstrapView> heard = new HashMap<>();

        SimulatedNode(Candidate candidate) {
            this.candidate = candidate;
        }

        BootstrapView view() {
            return new BootstrapView(candidate, clusterId.isPresent() ? Optional.empty() : pending, clusterId);
        }
    }

    private record Message(SimulatedNode to, BootstrapView content) {}

    private static final class World {
        final Random random;
        final Rules rules;
        final List<SimulatedNode> nodes;
        final Set<String> begun = new TreeSet<>();
        final List<Message> network = new ArrayList<>();
        int clusterIds;

        World(long seed, Rules rules) {
            this.random = new Random(seed);
            this.rules = rules;
            int expected = 2 + random.nextInt(3);
            // More nodes than are needed, so that they can disagree about who begins; two disjoint groups are not
            // possible.
            int count = expected + random.nextInt(expected);
            this.nodes = IntStream.rangeClosed(1, count)
                    .mapToObj(node -> new SimulatedNode(Nodes.candidate(node, expected)))
                    .toList();
        }

        void runFaulty() {
            for (int step = 0; step < STEPS; step++) {
                SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
                int what = random.nextInt(100);
                if (what < 45) {
                    send(node, nodes.get(random.nextInt(nodes.size())));
                } else if (what < 75) {
                    deliver();
                } else if (what < 88) {
                    decide(node);
                } else if (what < 97) {
                    finishWrite(node);
                } else if (what < 98) {
                    node.heard.clear();
                    node.writing = Optional.empty();
                } else {
                    node.heard.clear();
                }
            }
        }

        /** Nothing fails any more. */
        void runWell() {
            network.clear();
            for (int round = 0; round < 10 * nodes.size(); round++) {
                nodes.forEach(node -> node.heard.clear());
                for (SimulatedNode from : nodes) {
                    nodes.forEach(to -> hear(to, from.view()));
                }
                for (SimulatedNode node : nodes) {
                    decide(node);
                    finishWrite(node);
                }
            }
        }

        private void send(SimulatedNode from, SimulatedNode to) {
            network.add(new Message(to, from.view()));
        }

        private void deliver() {
            if (network.isEmpty()) {
                return;
            }
            int chosen = random.nextInt(network.size());
            Message message = network.get(chosen);
            if (random.nextInt(10) != 0) {
                network.remove(chosen);
            }
            if (random.nextInt(5) != 0) {
                hear(message.to(), message.content());
            }
        }

        private static void hear(SimulatedNode to, BootstrapView content) {
            if (!to.candidate.equals(content.candidate())) {
                to.heard.put(content.candidate(), content);
            }
        }

        private void decide(SimulatedNode node) {
            if (node.clusterId.isEmpty() && node.writing.isEmpty()) {
                BootstrapStep step = rules.decide(
                        node.view(), node.heard.values(), () -> "cluster-" + random.nextInt(100) + "-" + clusterIds++);
                node.writing = Optional.of(step).filter(made -> !(made instanceof BootstrapStep.Await));
            }
        }

        private void finishWrite(SimulatedNode node) {
            if (node.writing.orElse(null) instanceof BootstrapStep.Hold hold) {
                node.pending = Optional.of(hold.proposal());
            } else if (node.writing.orElse(null) instanceof BootstrapStep.Found found) {
                node.clusterId = Optional.of(found.proposal().clusterId());
                begun.add(found.proposal().clusterId());
            } else if (node.writing.orElse(null) instanceof BootstrapStep.Adopt adopt) {
                node.clusterId = Optional.of(adopt.clusterId());
            }
            node.writing = Optional.empty();
        }
    }
}
