package io.ottla.actors.group.state.assignor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.group.state.TestTopics;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of any assignment: every partition of what anybody wants has one owner, who wants it. */
class AssignorProperties {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void uniformGivesEverythingOnceAndAsEvenlyAsSubscriptionsAllow(long seed) {
        Random random = new Random(seed);
        Group group = new Group(random, random.nextBoolean());

        Map<String, PartitionSet> assigned = new UniformAssignor().assign(group.subscribers, group.topics);

        group.checkComplete(assigned);
        group.checkNobodyCouldHandOn(assigned);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void uniformMovesNothingInAGroupThatStaysTheSame(long seed) {
        Random random = new Random(seed);
        Group group = new Group(random, random.nextBoolean());
        UniformAssignor assignor = new UniformAssignor();
        Map<String, PartitionSet> first = assignor.assign(group.subscribers, group.topics);

        assertThat(assignor.assign(group.having(first), group.topics)).isEqualTo(first);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void uniformMovesToANewcomerOnlyWhatItIsToHave(long seed) {
        Random random = new Random(seed);
        Group group = new Group(random, true);
        UniformAssignor assignor = new UniformAssignor();
        Map<String, PartitionSet> before = assignor.assign(group.subscribers, group.topics);
        List<Subscriber> more = new ArrayList<>(group.having(before));
        more.add(new Subscriber(
                "newcomer",
                Optional.empty(),
                Optional.empty(),
                group.subscribers.get(0).topics(),
                PartitionSet.EMPTY));

        Map<String, PartitionSet> after = assignor.assign(more, group.topics);

        before.forEach((member, had) -> assertThat(had.containsAll(set(after, member)))
                .as("%s gets nothing new: had %s, has %s", member, had, after.get(member))
                .isTrue());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void rangeGivesEverythingOnceInRangesOfEveryTopic(long seed) {
        Random random = new Random(seed);
        Group group = new Group(random, random.nextBoolean());
        RangeAssignor assignor = new RangeAssignor();

        Map<String, PartitionSet> assigned = assignor.assign(group.subscribers, group.topics);

        group.checkComplete(assigned);
        assigned.values()
                .forEach(partitions -> partitions.topics().forEach(topic -> {
                    int[] numbers = partitions.partitions(topic);
                    assertThat(numbers[numbers.length - 1] - numbers[0]).isEqualTo(numbers.length - 1);
                }));
        assertThat(assignor.assign(group.having(assigned), group.topics)).isEqualTo(assigned);
    }

    private static PartitionSet set(Map<String, PartitionSet> assigned, String member) {
        return assigned.getOrDefault(member, PartitionSet.EMPTY);
    }

    /** Subscribers and topics of one seed. */
    private static final class Group {
        private final List<Subscriber> subscribers = new ArrayList<>();
        private TestTopics topics = TestTopics.EMPTY;

        Group(Random random, boolean sameSubscriptions) {
            List<String> names = new ArrayList<>();
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                names.add("topic-" + i);
                topics = topics.with("topic-" + i, random.nextInt(20));
            }
            int members = 1 + random.nextInt(10);
            for (int i = 0; i < members; i++) {
                Set<Uuid> wanted = new HashSet<>();
                for (String name : names) {
                    if (sameSubscriptions || random.nextBoolean()) {
                        wanted.add(TestTopics.id(name));
                    }
                }
                PartitionSet.Builder had = new PartitionSet.Builder();
                for (int p = random.nextInt(6); p > 0; p--) {
                    had.add(TestTopics.id("topic-" + (1 + random.nextInt(6))), random.nextInt(25));
                }
                subscribers.add(new Subscriber(
                        "member-" + i,
                        random.nextInt(4) == 0 ? Optional.of("instance-" + i) : Optional.empty(),
                        Optional.empty(),
                        wanted,
                        had.build()));
            }
        }

        List<Subscriber> having(Map<String, PartitionSet> assigned) {
            return subscribers.stream()
                    .map(each -> new Subscriber(
                            each.memberId(),
                            each.instanceId(),
                            each.rack(),
                            each.topics(),
                            set(assigned, each.memberId())))
                    .toList();
        }

        void checkComplete(Map<String, PartitionSet> assigned) {
            Map<Uuid, Set<Integer>> given = new HashMap<>();
            for (Subscriber subscriber : subscribers) {
                set(assigned, subscriber.memberId()).forEach((topic, partition) -> {
                    assertThat(subscriber.topics()).contains(topic);
                    assertThat(given.computeIfAbsent(topic, unused -> new HashSet<>())
                                    .add(partition))
                            .as("%s-%s is given once", topic, partition)
                            .isTrue();
                });
            }
            Set<Uuid> wanted = new HashSet<>();
            subscribers.forEach(subscriber -> wanted.addAll(subscriber.topics()));
            wanted.forEach(topic -> assertThat(given.getOrDefault(topic, Set.of()))
                    .hasSize(topics.topic(topic).orElseThrow().partitions()));
        }

        void checkNobodyCouldHandOn(Map<String, PartitionSet> assigned) {
            for (Subscriber from : subscribers) {
                PartitionSet has = set(assigned, from.memberId());
                for (Subscriber to : subscribers) {
                    boolean could = has.topics().stream().anyMatch(to.topics()::contains);
                    if (could) {
                        assertThat(has.size() - set(assigned, to.memberId()).size())
                                .as("%s has %s more than %s", from, has, to)
                                .isLessThanOrEqualTo(1);
                    }
                }
            }
        }
    }
}
