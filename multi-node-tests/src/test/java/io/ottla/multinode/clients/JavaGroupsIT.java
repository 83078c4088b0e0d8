package io.ottla.multinode.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Groups of the classic protocol under kafka-clients 4.4, with members that come and go. */
class JavaGroupsIT {
    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    private final List<GroupMember> members = new ArrayList<>();

    @AfterEach
    void closeMembers() {
        members.forEach(GroupMember::close);
    }

    @Test
    void sharesPartitionsAndContinuesWhereTheGroupCommitted() {
        JavaClients.createTopic(NODE.bootstrap(), "shared", 4, Map.of());
        produce("shared", 0, 200);
        GroupMember one = join("shared", "sharers", Map.of());
        GroupMember two = join("shared", "sharers", Map.of());
        awaitShares("shared", 4, one, two);
        Awaitility.await().until(() -> distinct(one, two) == 200);
        one.leave();
        two.leave();

        produce("shared", 200, 50);
        GroupMember next = join("shared", "sharers", Map.of());
        Awaitility.await().until(() -> next.values().size() >= 50);
        assertThat(next.values())
                .hasSize(50)
                .allSatisfy(value -> assertThat(Integer.parseInt(value)).isGreaterThanOrEqualTo(200));
    }

    @Test
    void movesOnlyWhatItMustWhenMembersComeAndGoCooperatively() {
        JavaClients.createTopic(NODE.bootstrap(), "sticky", 6, Map.of());
        Map<String, String> sticky = Map.of("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        GroupMember one = join("sticky", "stickies", sticky);
        awaitShares("sticky", 6, one);

        GroupMember two = join("sticky", "stickies", sticky);
        GroupMember three = join("sticky", "stickies", sticky);
        awaitShares("sticky", 6, one, two, three);
        assertThat(List.of(one, two, three))
                .allSatisfy(member -> assertThat(member.assigned()).hasSize(2));
        // Four of its six partitions went; the two it kept were never taken away in between.
        assertThat(one.revocations()).isEqualTo(4);

        three.leave();
        awaitShares("sticky", 6, one, two);
        assertThat(one.revocations()).isEqualTo(4);
    }

    @Test
    void givesAStaticMemberItsPartitionsBackWithoutARebalance() {
        JavaClients.createTopic(NODE.bootstrap(), "static", 4, Map.of());
        GroupMember one = join("static", "statics", Map.of("group.instance.id", "one"));
        GroupMember two = join("static", "statics", Map.of("group.instance.id", "two"));
        awaitShares("static", 4, one, two);
        Set<TopicPartition> before = one.assigned();
        int assignments = two.assignments();

        one.leaveSilently();
        GroupMember again = join("static", "statics", Map.of("group.instance.id", "one"));
        Awaitility.await().until(() -> again.assigned().equals(before));

        assertThat(two.assignments()).isEqualTo(assignments);
        try (Admin admin = JavaClients.admin(NODE.bootstrap())) {
            assertThat(describe(admin, "statics").members())
                    .extracting(member -> member.groupInstanceId().orElse(""))
                    .containsExactlyInAnyOrder("one", "two");
        }
    }

    @Test
    void takesPartitionsFromAMemberThatFellSilent() {
        JavaClients.createTopic(NODE.bootstrap(), "silent", 2, Map.of());
        Map<String, String> brief = Map.of("session.timeout.ms", "6000", "heartbeat.interval.ms", "500");
        GroupMember silent = join("silent", "silents", plus(brief, "group.instance.id", "silent"));
        GroupMember other = join("silent", "silents", brief);
        awaitShares("silent", 2, silent, other);

        silent.leaveSilently();

        Awaitility.await().until(() -> other.assigned().size() == 2);
    }

    @Test
    void letsAnAdministratorSeeMoveAndDeleteAGroup() {
        JavaClients.createTopic(NODE.bootstrap(), "seen", 2, Map.of());
        produce("seen", 0, 20);
        GroupMember member = join("seen", "seen-group", Map.of("client.id", "watched"));
        Awaitility.await().until(() -> member.values().size() == 20);
        try (Admin admin = JavaClients.admin(NODE.bootstrap())) {
            ConsumerGroupDescription stable = describe(admin, "seen-group");
            assertThat(stable.groupState()).isEqualTo(GroupState.STABLE);
            MemberDescription only = stable.members().iterator().next();
            assertThat(only.clientId()).isEqualTo("watched");
            assertThat(only.assignment().topicPartitions()).hasSize(2);
            member.leave();

            TopicPartition first = new TopicPartition("seen", 0);
            JavaClients.get(
                    admin.alterConsumerGroupOffsets("seen-group", Map.of(first, new OffsetAndMetadata(3, "moved")))
                            .all());
            assertThat(offsets(admin, "seen-group").get(first)).satisfies(offset -> {
                assertThat(offset.offset()).isEqualTo(3);
                assertThat(offset.metadata()).isEqualTo("moved");
            });
            JavaClients.get(admin.deleteConsumerGroupOffsets("seen-group", Set.of(first))
                    .all());
            assertThat(offsets(admin, "seen-group")).doesNotContainKey(first);

            assertThat(groups(admin)).contains("seen-group");
            JavaClients.get(admin.deleteConsumerGroups(List.of("seen-group")).all());
            assertThat(groups(admin)).doesNotContain("seen-group");
        }
    }

    @Test
    void removesAMemberForAnAdministrator() {
        JavaClients.createTopic(NODE.bootstrap(), "removed", 1, Map.of());
        GroupMember member = join("removed", "removers", Map.of("group.instance.id", "gone"));
        awaitShares("removed", 1, member);
        member.leaveSilently();
        try (Admin admin = JavaClients.admin(NODE.bootstrap())) {
            JavaClients.get(admin.removeMembersFromConsumerGroup(
                            "removers", new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove("gone"))))
                    .all());
            assertThat(describe(admin, "removers").members()).isEmpty();
        }
    }

    private GroupMember join(String topic, String group, Map<String, String> settings) {
        GroupMember member = GroupMember.join(NODE.bootstrap(), topic, group, settings);
        members.add(member);
        return member;
    }

    /** Waits until the members have every partition of the topic between them, each once, and each some. */
    private static void awaitShares(String topic, int partitions, GroupMember... all) {
        Set<TopicPartition> whole = new HashSet<>();
        for (int partition = 0; partition < partitions; partition++) {
            whole.add(new TopicPartition(topic, partition));
        }
        Awaitility.await("members share " + topic)
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    List<TopicPartition> owned = new ArrayList<>();
                    for (GroupMember member : all) {
                        if (member.assigned().isEmpty()) {
                            return false;
                        }
                        owned.addAll(member.assigned());
                    }
                    return owned.size() == partitions && whole.equals(Set.copyOf(owned));
                });
    }

    private static int distinct(GroupMember... all) {
        Set<String> values = new TreeSet<>();
        for (GroupMember member : all) {
            values.addAll(member.values());
        }
        return values.size();
    }

    private static void produce(String topic, int from, int count) {
        try (Producer<String, String> producer = JavaClients.producer(NODE.bootstrap(), Map.of())) {
            for (int i = from; i < from + count; i++) {
                var unused = producer.send(new ProducerRecord<>(topic, "key-" + i, Integer.toString(i)));
            }
        }
    }

    private static ConsumerGroupDescription describe(Admin admin, String group) {
        return JavaClients.get(admin.describeConsumerGroups(List.of(group)).all())
                .get(group);
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Admin admin, String group) {
        return JavaClients.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    }

    private static List<String> groups(Admin admin) {
        return JavaClients.get(admin.listGroups().all()).stream()
                .map(GroupListing::groupId)
                .toList();
    }

    private static Map<String, String> plus(Map<String, String> map, String key, String value) {
        Map<String, String> more = new HashMap<>(map);
        more.put(key, value);
        return more;
    }
}
