package io.ottla.actors.group.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.coordinator.state.Answer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Members that come, go, crash and fall silent, requests that arrive twice and late, a coordinator that fails over and a log that
 * refuses writes, all from one seed. After
 * every step the named invariants must hold. Run one seed with {@code -Dseed=}.
 */
class ClassicGroupSimulation {
    private static final int STEPS = 500;
    private static final int QUIET_ROUNDS = 300;
    private static final int WORK_ITEMS = SimulatedMember.WORK_ITEMS;

    private final Map<TopicPartition, Long> acknowledged = new HashMap<>();
    private final Map<Integer, Map<String, String>> assignmentsOfGeneration = new HashMap<>();
    private TestGroup group = new TestGroup();
    private List<SimulatedMember> members = List.of();
    private int replayedRecords;

    static LongStream seeds() {
        String seed = System.getProperty("seed");
        return seed == null ? LongStream.range(0, 300) : LongStream.of(Long.parseLong(seed));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void holdsItsInvariants(long seed) {
        Random random = new Random(seed);
        int delayMs = random.nextBoolean() ? 0 : 3_000;
        group = new TestGroup(new GroupLimits(6_000, 1_800_000, 100, 1_000_000, delayMs, 4_096, 86_400_000L));
        members = members(random);

        for (int step = 0; step < STEPS; step++) {
            act(random);
            checkInvariants();
        }
        settle();
    }

    private List<SimulatedMember> members(Random random) {
        List<SimulatedMember> all = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            all.add(new SimulatedMember(group, random.nextInt(3) == 0 ? Optional.of("static-" + i) : Optional.empty()));
        }
        return all;
    }

    private void act(Random random) {
        SimulatedMember member = members.get(random.nextInt(members.size()));
        int dice = random.nextInt(100);
        if (dice < 60) {
            member.step();
        } else if (dice < 72) {
            group.pass(random.nextInt(2_000));
        } else if (dice < 75) {
            group.pass(random.nextInt(70_000));
        } else if (dice < 78) {
            member.crash();
        } else if (dice < 81) {
            member.stop();
        } else if (dice < 84) {
            group.failOver();
        } else if (dice < 87) {
            group.logAnswers = random.nextBoolean() ? Errors.NONE : Errors.COORDINATOR_NOT_AVAILABLE;
        } else if (dice < 88) {
            delete();
        } else if (dice < 92) {
            member.repeatSomething(random);
        } else {
            commit(member, random);
        }
    }

    private void commit(SimulatedMember member, Random random) {
        int partition = random.nextInt(4);
        long offset = random.nextInt(1_000);
        if (member.commit(partition, offset)) {
            acknowledged.put(new TopicPartition("orders", partition), offset);
        }
    }

    private void delete() {
        if (group.delete() == Errors.NONE) {
            acknowledged.clear();
            assignmentsOfGeneration.clear();
        }
    }

    private void checkInvariants() {
        noWorkItemHasTwoOwners();
        oneGenerationHasOneAssignment();
        acknowledgedOffsetsAreThere();
        replayGivesTheSameGroup();
    }

    private void noWorkItemHasTwoOwners() {
        Map<Integer, Set<String>> owned = new HashMap<>();
        for (SimulatedMember member : members) {
            member.stableGeneration().ifPresent(generation -> {
                Set<String> taken = owned.computeIfAbsent(generation, unused -> new HashSet<>());
                for (String item : member.work()) {
                    assertThat(taken.add(item))
                            .as("%s of generation %s owned by %s alone", item, generation, member)
                            .isTrue();
                }
            });
        }
    }

    /** A generation gives out all work, by its own leader's word, and is stored once, except that a static member may get a new id in its place. */
    private void oneGenerationHasOneAssignment() {
        for (; replayedRecords < group.log.size(); replayedRecords++) {
            if (group.log.get(replayedRecords) instanceof GroupRecord.GenerationStored stored) {
                Map<String, String> assignments = new HashMap<>();
                for (StoredGroup.StoredMember member : stored.generation().members()) {
                    assignments.put(member.instanceId().orElse(member.memberId()), TestGroup.text(member.assignment()));
                }
                assertThat(
                                assignments.isEmpty()
                                        ? WORK_ITEMS
                                        : items(assignments.values()).size())
                        .as("work given out in %s", stored)
                        .isEqualTo(WORK_ITEMS);
                assertThat(items(assignments.values()))
                        .as("work given out in %s is of that generation", stored)
                        .allMatch(
                                item -> item.endsWith("@" + stored.generation().generationId()));
                Map<String, String> before =
                        assignmentsOfGeneration.putIfAbsent(stored.generation().generationId(), assignments);
                assertThat(before == null || before.equals(assignments))
                        .as(
                                "generation %s stored as %s and %s",
                                stored.generation().generationId(), before, assignments)
                        .isTrue();
            }
        }
    }

    private static Set<String> items(Collection<String> assignments) {
        Set<String> items = new HashSet<>();
        assignments.stream().filter(each -> !each.isEmpty()).forEach(each -> items.addAll(List.of(each.split(","))));
        return items;
    }

    private void acknowledgedOffsetsAreThere() {
        Map<TopicPartition, Long> found = new HashMap<>();
        group.offsets().forEach((partition, offset) -> found.put(partition, offset.offset()));
        assertThat(found).isEqualTo(acknowledged);
    }

    private void replayGivesTheSameGroup() {
        Group replayed = group.replayed();
        if (group.group.phase() == GroupPhase.STABLE) {
            assertThat(describe(replayed)).isEqualTo(describe(group.group));
            assertThat(replayed.generationId()).isEqualTo(group.group.generationId());
        }
        assertThat(replayed.phase()).isIn(GroupPhase.STABLE, GroupPhase.EMPTY, GroupPhase.DEAD);
    }

    private GroupDescription describe(Group of) {
        Asked<GroupDescription> asked = new Asked<>();
        of.decide(new GroupCommand.Describe(TestGroup.ID, asked), group.now())
                .answers()
                .forEach(Answer::give);
        GroupDescription found = asked.get();
        List<GroupDescription.DescribedMember> sorted = found.members().stream()
                .sorted((a, b) -> a.memberId().compareTo(b.memberId()))
                .toList();
        return new GroupDescription(
                found.error(), found.phase(), found.protocolType(), found.protocolName(), sorted, Optional.empty());
    }

    /** With no more faults, everybody who is alive ends up in one stable generation, and all work is done. */
    private void settle() {
        group.logAnswers = Errors.NONE;
        for (int round = 0; round < QUIET_ROUNDS; round++) {
            members.forEach(SimulatedMember::step);
            group.pass(1_000);
            checkInvariants();
        }
        Set<Integer> generations = new HashSet<>();
        Set<String> work = new HashSet<>();
        for (SimulatedMember member : members) {
            assertThat(member.isCrashed()).isFalse();
            assertThat(member.stableGeneration()).as("%s is stable", member).isPresent();
            generations.add(member.stableGeneration().orElseThrow());
            work.addAll(member.work());
        }
        assertThat(generations).containsExactly(group.group.generationId());
        assertThat(work).hasSize(WORK_ITEMS);
    }
}
