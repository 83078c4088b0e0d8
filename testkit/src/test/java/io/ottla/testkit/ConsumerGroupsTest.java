package io.ottla.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka's own consumer with the consumer protocol (KIP-848) against a real node. */
@OttlaTest(settings = "group.initial.rebalance.delay.ms=0")
class ConsumerGroupsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final List<PollingMember> members = new ArrayList<>();
    private OttlaCluster cluster;

    @BeforeEach
    void remember(OttlaCluster given) {
        cluster = given;
    }

    @AfterEach
    void closeMembers() {
        members.forEach(PollingMember::close);
    }

    @Test
    void sharesPartitionsAndGoesOnWhereTheGroupCommitted() throws Exception {
        create("shared", 6);
        produce("shared", 0, 60);
        PollingMember one = join("sharers", "shared", Map.of());
        PollingMember two = join("sharers", "shared", Map.of());
        PollingMember three = join("sharers", "shared", Map.of());
        awaitShares("shared", 6, one, two, three);
        await().atMost(PATIENCE).until(() -> distinct(one, two, three) == 60);

        three.close();
        awaitShares("shared", 6, one, two);
        assertThat(one.lost() + two.lost()).isZero();
        one.close();
        two.close();

        produce("shared", 60, 10);
        PollingMember next = join("sharers", "shared", Map.of());
        await().atMost(PATIENCE).until(() -> next.values().size() >= 10);
        assertThat(next.values())
                .allSatisfy(value -> assertThat(Integer.parseInt(value)).isGreaterThanOrEqualTo(60));
    }

    @Test
    void followsNewPartitionsAndTopicsThatMatch() throws Exception {
        create("metric-a", 1);
        PollingMember member = PollingMember.matching(cluster, "watchers", "metric-.*");
        members.add(member);
        awaitShares("metric-a", 1, member);

        create("metric-b", 2);
        create("other", 1);
        await().atMost(PATIENCE).until(() -> member.assigned().size() == 3);
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of("metric-a", NewPartitions.increaseTo(2)))
                    .all()
                    .get();
        }
        await().atMost(PATIENCE).until(() -> member.assigned().size() == 4);
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of("metric-b")).all().get();
        }
        await().atMost(PATIENCE)
                .until(() -> member.assigned()
                        .equals(Set.of(new TopicPartition("metric-a", 0), new TopicPartition("metric-a", 1))));
    }

    @Test
    void givesAStaticMemberItsPartitionsBack() throws Exception {
        create("kept", 4);
        PollingMember one = join("statics", "kept", Map.of("group.instance.id", "one"));
        PollingMember two = join("statics", "kept", Map.of("group.instance.id", "two"));
        awaitShares("kept", 4, one, two);
        Set<TopicPartition> before = one.assigned();
        Set<TopicPartition> others = two.assigned();

        one.leaveForAWhile();
        PollingMember again = join("statics", "kept", Map.of("group.instance.id", "one"));

        await().atMost(PATIENCE).until(() -> again.assigned().equals(before));
        assertThat(two.assigned()).isEqualTo(others);
    }

    @Test
    void changesProtocolsWhileItsMembersGoOn() throws Exception {
        create("moving", 4);
        produce("moving", 0, 40);
        PollingMember old = PollingMember.classic(cluster, "movers", "moving");
        members.add(old);
        awaitShares("moving", 4, old);

        PollingMember fresh = join("movers", "moving", Map.of());
        awaitShares("moving", 4, old, fresh);
        assertThat(describe("movers").type()).isEqualTo(GroupType.CONSUMER);

        fresh.close();
        awaitShares("moving", 4, old);
        await().atMost(PATIENCE).until(() -> describe("movers").type() == GroupType.CLASSIC);

        PollingMember second = join("movers", "moving", Map.of());
        awaitShares("moving", 4, old, second);
        old.close();
        awaitShares("moving", 4, second);
        await().atMost(PATIENCE).until(() -> describe("movers").groupState() == GroupState.STABLE);
        await().atMost(PATIENCE).until(() -> distinct(old, fresh, second) == 40);
    }

    @Test
    void letsAnAdministratorSeeAndMoveAndDeleteAGroup() throws Exception {
        create("seen", 2);
        produce("seen", 0, 10);
        PollingMember member =
                join("seen-group", "seen", Map.of("client.id", "watched", "group.remote.assignor", "range"));
        awaitShares("seen", 2, member);
        try (Admin admin = admin()) {
            await().atMost(PATIENCE).until(() -> describe("seen-group").groupState() == GroupState.STABLE);
            ConsumerGroupDescription group = describe("seen-group");
            assertThat(group.partitionAssignor()).isEqualTo("range");
            assertThat(group.members()).singleElement().satisfies(each -> {
                assertThat(each.clientId()).isEqualTo("watched");
                assertThat(each.assignment().topicPartitions()).hasSize(2);
            });
            assertThat(admin.listGroups(ListGroupsOptions.forConsumerGroups()
                                    .withTypes(Set.of(GroupType.CONSUMER))
                                    .inGroupStates(Set.of(GroupState.STABLE)))
                            .all()
                            .get())
                    .extracting(each -> each.groupId())
                    .containsExactly("seen-group");
            member.close();
            await().atMost(PATIENCE).until(() -> describe("seen-group").groupState() == GroupState.EMPTY);
            admin.deleteConsumerGroups(List.of("seen-group")).all().get();
            assertThat(admin.listGroups().all().get())
                    .extracting(each -> each.groupId())
                    .doesNotContain("seen-group");
        }
    }

    @Test
    void findsItsGroupAgainAfterTheNodeStartedAnew() throws Exception {
        create("lasting", 3);
        PollingMember member = join("lasters", "lasting", Map.of());
        awaitShares("lasting", 3, member);

        cluster.stopBroker(1);
        cluster.startBroker(1);
        produce("lasting", 0, 9);

        await().atMost(PATIENCE).until(() -> distinct(member) == 9);
        assertThat(member.lost()).isZero();
    }

    private PollingMember join(String group, String topic, Map<String, Object> more) {
        PollingMember member = PollingMember.join(cluster, group, topic, more);
        members.add(member);
        return member;
    }

    private void create(String topic, int partitions) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    private void produce(String topic, int from, int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = from; i < from + count; i++) {
                var unused = producer.send(new ProducerRecord<>(topic, "key-" + i, Integer.toString(i)));
            }
        }
    }

    private ConsumerGroupDescription describe(String group) throws Exception {
        try (Admin admin = admin()) {
            return admin.describeConsumerGroups(List.of(group)).all().get().get(group);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }

    private static int distinct(PollingMember... all) {
        Set<String> values = new HashSet<>();
        for (PollingMember member : all) {
            values.addAll(member.values());
        }
        return values.size();
    }

    /** Waits until the members have every partition of the topic between them, each once, and each some. */
    private static void awaitShares(String topic, int partitions, PollingMember... all) {
        await("members share " + topic).atMost(PATIENCE).until(() -> {
            List<TopicPartition> owned = new ArrayList<>();
            for (PollingMember member : all) {
                if (member.assigned().isEmpty()) {
                    return false;
                }
                owned.addAll(member.assigned());
            }
            return owned.size() == partitions && new HashSet<>(owned).size() == partitions;
        });
    }
}
