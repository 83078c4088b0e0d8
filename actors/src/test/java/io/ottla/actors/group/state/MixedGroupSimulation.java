package io.ottla.actors.group.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.coordinator.state.Answer;
import io.ottla.actors.group.state.assignor.PartitionSet;
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
 * Consumers of both protocols come to one group and go, so that it changes from one kind to the other and back, with crashes, a
 * coordinator that fails over and a log that refuses writes. Run one seed with {@code -Dseed=}.
 */
class MixedGroupSimulation {
    private static final int STEPS = 300;
    private static final int QUIET_ROUNDS = 150;
    private static final int PARTITIONS = 6;

    private final List<SimulatedConsumer> consumers = new ArrayList<>();
    private final List<SimulatedClassicConsumer> classics = new ArrayList<>();
    private TestGroup group = new TestGroup();

    static LongStream seeds() {
        String seed = System.getProperty("seed");
        return seed == null ? LongStream.range(0, 200) : LongStream.of(Long.parseLong(seed));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void holdsItsInvariants(long seed) {
        Random random = new Random(seed);
        group = new TestGroup();
        group.topics = TestTopics.EMPTY.with("orders", PARTITIONS);
        for (int i = 0; i < 3; i++) {
            consumers.add(new SimulatedConsumer(group, "new-" + i, Optional.empty(), Optional.empty()));
            classics.add(new SimulatedClassicConsumer(group));
        }
        Set<SimulatedConsumer> wanted = new HashSet<>();

        for (int step = 0; step < STEPS; step++) {
            if (step % 60 == 0) {
                wanted.clear();
                consumers.stream().filter(each -> random.nextInt(3) == 0).forEach(wanted::add);
            }
            act(random, wanted);
            checkInvariants();
        }
        settle(random);
    }

    /** Consumers of the new protocol come and go in waves, so that the group is of either kind for a while. */
    private void act(Random random, Set<SimulatedConsumer> wanted) {
        SimulatedConsumer consumer = consumers.get(random.nextInt(consumers.size()));
        SimulatedClassicConsumer classic = classics.get(random.nextInt(classics.size()));
        int dice = random.nextInt(100);
        if (dice < 30 && !wanted.contains(consumer)) {
            consumer.leave();
        } else if (dice < 30) {
            consumer.beat(random);
        } else if (dice < 70) {
            classic.step();
        } else if (dice < 84) {
            group.pass(random.nextInt(2_000));
        } else if (dice < 86) {
            group.pass(random.nextInt(70_000));
        } else if (dice < 88) {
            consumer.crash();
        } else if (dice < 90) {
            classic.crash();
        } else if (dice < 92) {
            classic.leave();
        } else if (dice < 96) {
            group.failOver();
        } else {
            group.logAnswers = random.nextBoolean() ? Errors.NONE : Errors.COORDINATOR_NOT_AVAILABLE;
        }
    }

    private void checkInvariants() {
        ConsumerGroupDescription now = group.describeConsumers();
        Map<Uuid, Set<Integer>> taken = new HashMap<>();
        for (ConsumerGroupDescription.DescribedMember described : now.members()) {
            CurrentAssignment current = described.member().current();
            current.assigned().forEach((topic, partition, since) -> takeOnce(taken, topic, partition));
            current.revoking().forEach((topic, partition, since) -> takeOnce(taken, topic, partition));
        }
        noTwoMembersUseAPartition(now);
        // What a classic group has not stored yet is in memory alone.
        ConsumerGroupDescription replayed = describe(group.replayed());
        assertThat(replayed.error()).isEqualTo(now.error());
        assertThat(now.error() == Errors.NONE ? replayed : now).isEqualTo(now);
    }

    private void noTwoMembersUseAPartition(ConsumerGroupDescription now) {
        Set<String> members = new HashSet<>();
        now.members().forEach(described -> members.add(described.member().id()));
        group.describe().members().forEach(member -> members.add(member.memberId()));
        Map<Uuid, Set<Integer>> used = new HashMap<>();
        consumers.stream()
                .filter(consumer -> members.contains(consumer.id()))
                .forEach(consumer -> consumer.owned().forEach((topic, partition) -> takeOnce(used, topic, partition)));
        classics.stream()
                .filter(classic -> members.contains(classic.id()))
                .forEach(classic -> classic.owned().forEach((topic, partition) -> takeOnce(used, topic, partition)));
    }

    private static void takeOnce(Map<Uuid, Set<Integer>> taken, Uuid topic, int partition) {
        assertThat(taken.computeIfAbsent(topic, unused -> new HashSet<>()).add(partition))
                .as("%s-%s has one owner", topic, partition)
                .isTrue();
    }

    private ConsumerGroupDescription describe(Group of) {
        Asked<ConsumerGroupDescription> asked = new Asked<>();
        of.decide(new ConsumerGroupCommand.Describe(TestGroup.ID, asked), group.now())
                .answers()
                .forEach(Answer::give);
        return asked.get();
    }

    /** With everybody alive, everybody gets a share; then the consumers of one protocol leave, and the others get all. */
    private void settle(Random random) {
        group.logAnswers = Errors.NONE;
        run(random, true);
        assertEverythingIsUsed();
        assertThat(group.describeConsumers().state()).isEqualTo("Stable");

        consumers.forEach(SimulatedConsumer::leave);
        run(random, false);
        assertEverythingIsUsed();
        assertThat(group.describe().phase()).isEqualTo(GroupPhase.STABLE);
    }

    private void run(Random random, boolean withConsumers) {
        for (int round = 0; round < QUIET_ROUNDS; round++) {
            if (withConsumers) {
                Random luck = round < QUIET_ROUNDS - 4 ? random : new Reliable();
                consumers.forEach(consumer -> consumer.beat(luck));
            }
            classics.forEach(SimulatedClassicConsumer::step);
            group.pass(1_000);
            checkInvariants();
        }
    }

    private void assertEverythingIsUsed() {
        Map<Uuid, Set<Integer>> used = new HashMap<>();
        consumers.forEach(each -> each.owned().forEach((topic, partition) -> takeOnce(used, topic, partition)));
        classics.forEach(each -> each.owned().forEach((topic, partition) -> takeOnce(used, topic, partition)));
        assertThat(PartitionSet.of(used).size()).isEqualTo(PARTITIONS);
        assertThat(classics).allMatch(SimulatedClassicConsumer::isSettled);
    }

    /** Loses no answers. */
    private static final class Reliable extends Random {
        private static final long serialVersionUID = 1L;

        @Override
        public int nextInt(int bound) {
            return 1;
        }
    }
}
