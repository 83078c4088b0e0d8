package io.ottla.actors.group.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.coordinator.state.Answer;
import io.ottla.actors.group.state.assignor.PartitionSet;
import io.ottla.actors.group.state.consumer.ConsumerMember;
import io.ottla.actors.group.state.consumer.CurrentAssignment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Consumers that come, go, crash and fall silent, heartbeats that arrive twice, answers that get lost, topics that come, grow and go, a
 * coordinator that fails over and a log that refuses writes, all from one seed. After every step the named invariants must hold. Run
 * one seed with {@code -Dseed=}.
 */
class ConsumerGroupSimulation {
    private static final int STEPS = 300;
    private static final int QUIET_ROUNDS = 60;

    private final Map<String, Integer> memberEpochs = new HashMap<>();
    private TestGroup group = new TestGroup();
    private List<SimulatedConsumer> consumers = List.of();
    private int groupEpoch;
    private int topicsMade;

    static LongStream seeds() {
        String seed = System.getProperty("seed");
        return seed == null ? LongStream.range(0, 150) : LongStream.of(Long.parseLong(seed));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void holdsItsInvariants(long seed) {
        Random random = new Random(seed);
        group = new TestGroup();
        group.topics = TestTopics.EMPTY.with("orders", 1 + random.nextInt(12));
        consumers = consumers(random);

        for (int step = 0; step < STEPS; step++) {
            act(random);
            checkInvariants();
        }
        settle(random);
    }

    private List<SimulatedConsumer> consumers(Random random) {
        List<SimulatedConsumer> all = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            all.add(new SimulatedConsumer(
                    group,
                    "consumer-" + i,
                    random.nextInt(3) == 0 ? Optional.of("static-" + i) : Optional.empty(),
                    random.nextInt(3) == 0 ? Optional.of("orders.*") : Optional.empty()));
        }
        return all;
    }

    private void act(Random random) {
        SimulatedConsumer consumer = consumers.get(random.nextInt(consumers.size()));
        int dice = random.nextInt(100);
        if (dice < 68) {
            consumer.beat(random);
        } else if (dice < 76) {
            group.pass(random.nextInt(2_000));
        } else if (dice < 78) {
            group.pass(random.nextInt(70_000));
        } else if (dice < 82) {
            consumer.crash();
        } else if (dice < 87) {
            consumer.leave();
        } else if (dice < 91) {
            group.failOver();
        } else if (dice < 95) {
            group.logAnswers = random.nextBoolean() ? Errors.NONE : Errors.COORDINATOR_NOT_AVAILABLE;
        } else {
            changeTopics(random);
        }
    }

    private void changeTopics(Random random) {
        switch (random.nextInt(3)) {
            case 0 ->
                group.topics = group.topics.with(
                        "orders", 1 + group.topics.topic("orders").orElseThrow().partitions());
            case 1 -> group.topics = group.topics.with("orders-" + topicsMade++, 1 + random.nextInt(4));
            default -> group.topics = group.topics.without("orders-" + random.nextInt(topicsMade + 1));
        }
    }

    private void checkInvariants() {
        ConsumerGroupDescription now = group.describeConsumers();
        noPartitionIsWithTwo(now);
        noTwoMembersUseAPartition(now);
        epochsOnlyGrow(now);
        replayGivesTheSameGroup(now);
    }

    private void noPartitionIsWithTwo(ConsumerGroupDescription now) {
        Map<Uuid, Set<Integer>> taken = new HashMap<>();
        for (ConsumerGroupDescription.DescribedMember described : now.members()) {
            CurrentAssignment current = described.member().current();
            current.assigned()
                    .forEach((topic, partition, since) -> assertThat(take(taken, topic, partition))
                            .as("%s-%s has one owner in %s", topic, partition, now)
                            .isTrue());
            current.revoking()
                    .forEach((topic, partition, since) -> assertThat(take(taken, topic, partition))
                            .as("%s-%s has one owner in %s", topic, partition, now)
                            .isTrue());
        }
    }

    /** Also as the members see it themselves, unless the coordinator has given them up. */
    private void noTwoMembersUseAPartition(ConsumerGroupDescription now) {
        Set<String> members = new HashSet<>();
        now.members().forEach(described -> members.add(described.member().id()));
        Map<Uuid, Set<Integer>> used = new HashMap<>();
        for (SimulatedConsumer consumer : consumers) {
            if (members.contains(consumer.id())) {
                consumer.owned()
                        .forEach((topic, partition) -> assertThat(take(used, topic, partition))
                                .as("%s-%s is used by %s alone", topic, partition, consumer.id())
                                .isTrue());
            }
        }
    }

    private static boolean take(Map<Uuid, Set<Integer>> taken, Uuid topic, int partition) {
        return taken.computeIfAbsent(topic, unused -> new HashSet<>()).add(partition);
    }

    private void epochsOnlyGrow(ConsumerGroupDescription now) {
        assertThat(now.epoch()).isGreaterThanOrEqualTo(groupEpoch);
        assertThat(now.targetEpoch()).isLessThanOrEqualTo(now.epoch());
        groupEpoch = now.epoch();
        for (ConsumerGroupDescription.DescribedMember described : now.members()) {
            ConsumerMember member = described.member();
            int epoch = member.current().memberEpoch();
            if (epoch != CurrentAssignment.LEFT) {
                assertThat(epoch).isBetween(memberEpochs.getOrDefault(member.id(), 0), now.targetEpoch());
                memberEpochs.put(member.id(), epoch);
            }
        }
    }

    private void replayGivesTheSameGroup(ConsumerGroupDescription now) {
        Asked<ConsumerGroupDescription> asked = new Asked<>();
        group.replayed()
                .decide(new ConsumerGroupCommand.Describe(TestGroup.ID, asked), group.now())
                .answers()
                .forEach(Answer::give);
        assertThat(asked.get()).isEqualTo(now);
    }

    /** With everybody alive and nothing changing, everybody has its share of everything. */
    private void settle(Random random) {
        group.logAnswers = Errors.NONE;
        for (int round = 0; round < QUIET_ROUNDS; round++) {
            consumers.forEach(consumer -> consumer.beat(random));
            group.pass(2_000);
        }
        Random reliable = new Random() {
            @Override
            public int nextInt(int bound) {
                return 1;
            }
        };
        for (int round = 0; round < 4; round++) {
            consumers.forEach(consumer -> consumer.beat(reliable));
        }
        checkInvariants();
        ConsumerGroupDescription now = group.describeConsumers();
        assertThat(now.state()).isEqualTo("Stable");
        Map<Uuid, Set<Integer>> used = new HashMap<>();
        for (SimulatedConsumer consumer : consumers) {
            assertThat(consumer.lastError()).isEqualTo(Errors.NONE);
            consumer.owned().forEach((topic, partition) -> take(used, topic, partition));
        }
        now.members()
                .forEach(described -> assertThat(described.target())
                        .isEqualTo(described.member().current().assigned().partitions()));
        for (String topic : group.topics.names()) {
            boolean wanted = topic.equals("orders")
                    || now.members().stream()
                            .anyMatch(each ->
                                    each.member().subscription().pattern().isPresent());
            if (wanted) {
                assertThat(used.getOrDefault(TestTopics.id(topic), Set.of()))
                        .as("partitions of %s in use", topic)
                        .hasSize(group.topics.topic(topic).orElseThrow().partitions());
            }
        }
        assertThat(PartitionSet.of(used).size())
                .isEqualTo(
                        consumers.stream().mapToInt(each -> each.owned().size()).sum());
    }
}
