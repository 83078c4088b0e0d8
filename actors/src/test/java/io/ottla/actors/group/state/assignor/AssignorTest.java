package io.ottla.actors.group.state.assignor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.group.state.TestTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class AssignorTest {
    private static final Uuid ORDERS = TestTopics.id("orders");
    private static final Uuid PAYMENTS = TestTopics.id("payments");

    @Test
    void uniformEvensOutByWayOfAMemberInBetween() {
        TestTopics topics = TestTopics.EMPTY.with("orders", 3).with("payments", 3);
        Subscriber left = subscriber("left", Set.of(ORDERS), partitions(ORDERS, 0, 1, 2));
        Subscriber between = subscriber("between", Set.of(ORDERS, PAYMENTS), partitions(PAYMENTS, 0, 1));
        Subscriber right = subscriber("right", Set.of(PAYMENTS), partitions(PAYMENTS, 2));

        Map<String, PartitionSet> assigned = new UniformAssignor().assign(List.of(left, between, right), topics);

        assertThat(assigned.values()).extracting(PartitionSet::size).containsExactly(2, 2, 2);
    }

    @Test
    void uniformGivesWhatIsFreeToWhoIsNear() {
        TestTopics topics =
                TestTopics.EMPTY.with("orders", 4, List.of(Set.of("b"), Set.of("a"), Set.of("b"), Set.of("a")));
        Subscriber a = near("member-1", "a");
        Subscriber b = near("member-2", "b");

        Map<String, PartitionSet> assigned = new UniformAssignor().assign(List.of(a, b), topics);

        assertThat(assigned).containsEntry("member-1", partitions(ORDERS, 1, 3));
        assertThat(assigned).containsEntry("member-2", partitions(ORDERS, 0, 2));
    }

    @Test
    void uniformLeavesEverybodyWhatIsNearWhenNewcomersGetTheirShares() {
        TestTopics topics = TestTopics.EMPTY.with(
                "orders", 6, List.of(Set.of("a"), Set.of("b"), Set.of("c"), Set.of("a"), Set.of("b"), Set.of("c")));
        UniformAssignor assignor = new UniformAssignor();
        List<Subscriber> members = new ArrayList<>();
        Map<String, PartitionSet> assigned = Map.of();

        for (String rack : List.of("a", "b", "c")) {
            members = having(members, assigned);
            members.add(near("member-" + rack, rack));
            assigned = assignor.assign(members, topics);
        }

        assertThat(assigned)
                .containsEntry("member-a", partitions(ORDERS, 0, 3))
                .containsEntry("member-b", partitions(ORDERS, 1, 4))
                .containsEntry("member-c", partitions(ORDERS, 2, 5));
    }

    @Test
    void rangeGivesTheSamePartitionsOfTopicsCutAlikeToOneMember() {
        TestTopics topics = TestTopics.EMPTY.with("orders", 5).with("payments", 5);
        Set<Uuid> both = Set.of(ORDERS, PAYMENTS);

        Map<String, PartitionSet> assigned = new RangeAssignor()
                .assign(
                        List.of(subscriber("b", both, PartitionSet.EMPTY), subscriber("a", both, PartitionSet.EMPTY)),
                        topics);

        assertThat(assigned.get("a").partitions(ORDERS)).containsExactly(0, 1, 2);
        assertThat(assigned.get("a").partitions(PAYMENTS)).containsExactly(0, 1, 2);
        assertThat(assigned.get("b").partitions(ORDERS)).containsExactly(3, 4);
    }

    @Test
    void rangeKeepsMembersInTheirOrderWhenOneGoes() {
        TestTopics topics = TestTopics.EMPTY.with("orders", 6);

        Map<String, PartitionSet> assigned = new RangeAssignor()
                .assign(
                        List.of(
                                subscriber("a", Set.of(ORDERS), partitions(ORDERS, 4, 5)),
                                subscriber("b", Set.of(ORDERS), partitions(ORDERS, 2, 3))),
                        topics);

        assertThat(assigned.get("a").partitions(ORDERS)).containsExactly(3, 4, 5);
        assertThat(assigned.get("b").partitions(ORDERS)).containsExactly(0, 1, 2);
    }

    @Test
    void offersWhatIsConfiguredAndEverythingWhenNothingOfThatIsKnown() {
        assertThat(Assignors.of(List.of("range", "own.Assignor")).names()).containsExactly("range");
        assertThat(Assignors.of(List.of("own.Assignor")).names()).containsExactly("uniform", "range");
    }

    private static Subscriber subscriber(String id, Set<Uuid> topics, PartitionSet had) {
        return new Subscriber(id, Optional.empty(), Optional.empty(), topics, had);
    }

    private static List<Subscriber> having(List<Subscriber> members, Map<String, PartitionSet> assigned) {
        List<Subscriber> next = new ArrayList<>();
        members.forEach(each -> next.add(new Subscriber(
                each.memberId(),
                each.instanceId(),
                each.rack(),
                each.topics(),
                assigned.getOrDefault(each.memberId(), PartitionSet.EMPTY))));
        return next;
    }

    private static Subscriber near(String id, String rack) {
        return new Subscriber(id, Optional.empty(), Optional.of(rack), Set.of(ORDERS), PartitionSet.EMPTY);
    }

    private static PartitionSet partitions(Uuid topic, Integer... numbers) {
        return PartitionSet.of(Map.of(topic, List.of(numbers)));
    }
}
