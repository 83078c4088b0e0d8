package io.ottla.actors.group.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.group.state.assignor.Assignors;
import io.ottla.actors.group.state.assignor.PartitionSet;
import io.ottla.actors.group.state.consumer.ConsumerSettings;
import io.ottla.actors.group.state.consumer.HeartbeatAnswer;
import io.ottla.actors.group.state.consumer.HeartbeatAsk;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** A group goes from one protocol to the other while its members go on. */
class MigrationTest {
    private final TestGroup group = new TestGroup();

    @Test
    void aClassicGroupBecomesAConsumerGroupWhenTheFirstConsumerComes() {
        String classic = stableClassicMember();

        HeartbeatAnswer joined = group.beat(joining("new"));

        assertThat(joined.error()).isEqualTo(Errors.NONE);
        assertThat(joined.assignment()).as("everything is still with the other").contains(PartitionSet.EMPTY);
        ConsumerGroupDescription now = group.describeConsumers();
        assertThat(now.epoch()).isEqualTo(2);
        assertThat(now.members()).extracting(each -> each.member().isClassic()).containsExactlyInAnyOrder(true, false);
        assertThat(group.heartbeat(classic, 1)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }

    @Test
    void membersOfBothProtocolsShareTheGroup() {
        String classic = stableClassicMember();
        group.beat(joining("new"));

        JoinResult rejoined = rejoin(classic, 0, 1, 2, 3);
        assertThat(rejoined.error()).isEqualTo(Errors.NONE);
        assertThat(rejoined.leader())
                .as("nobody leads: the coordinator assigns")
                .isEmpty();
        List<TopicPartition> kept = synced(classic, rejoined.generationId());
        assertThat(kept).hasSize(2);
        assertThat(group.heartbeat(classic, rejoined.generationId())).isEqualTo(Errors.REBALANCE_IN_PROGRESS);

        JoinResult settled = rejoin(
                classic, kept.stream().mapToInt(TopicPartition::partition).toArray());
        assertThat(synced(classic, settled.generationId())).isEqualTo(kept);
        assertThat(group.heartbeat(classic, settled.generationId())).isEqualTo(Errors.NONE);
        assertThat(group.beat(beating("new", 2)).assignment().orElseThrow().size())
                .isEqualTo(2);
        assertThat(group.describeConsumers().state()).isEqualTo("Stable");
    }

    @Test
    void aMixedGroupSurvivesItsCoordinator() {
        String classic = stableClassicMember();
        group.beat(joining("new"));
        ConsumerGroupDescription before = group.describeConsumers();

        group.failOver();

        assertThat(group.describeConsumers()).isEqualTo(before);
        assertThat(group.heartbeat(classic, 1)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }

    @Test
    void itBecomesAClassicGroupAgainWhenTheLastConsumerHasGone() {
        String classic = stableClassicMember();
        group.beat(joining("new"));

        group.beat(beating("new", -1));
        group.pass(1);

        assertThat(group.describeConsumers().error()).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
        assertThat(group.describe().phase()).isEqualTo(GroupPhase.PREPARING_REBALANCE);
        assertThat(group.heartbeat(classic, 2)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        JoinResult rejoined = rejoin(classic, 0, 1, 2, 3);
        assertThat(rejoined.leader()).isEqualTo(classic);
        assertThat(rejoined.generationId()).isEqualTo(3);
    }

    @Test
    void itBecomesAClassicGroupAgainAlsoWhenTheLastConsumerFellSilent() {
        String classic = stableClassicMember();
        group.beat(joining("new"));
        for (int waited = 0; waited < 50_000; waited += 5_000) {
            group.pass(5_000);
            JoinResult rejoined = rejoin(classic, 0, 1);
            synced(classic, rejoined.generationId());
        }

        assertThat(group.describe().phase()).isIn(GroupPhase.COMPLETING_REBALANCE, GroupPhase.STABLE);
        assertThat(group.describe().members()).hasSize(1);
    }

    @Test
    void aGroupStaysWhatItIsIfItIsTold() {
        stableClassicMember();
        group.settings = settings(false, false);

        HeartbeatAnswer refused = group.beat(joining("new"));

        assertThat(refused.error()).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
        assertThat(refused.message()).contains("Group group is not a consumer group.");
        assertThat(group.describe().phase()).isEqualTo(GroupPhase.STABLE);
    }

    @Test
    void staysAConsumerGroupIfOnlyTheWayThereIsOpen() {
        group.settings = settings(true, false);
        stableClassicMember();
        group.beat(joining("new"));

        group.beat(beating("new", -1));

        assertThat(group.describeConsumers().members())
                .singleElement()
                .satisfies(each -> assertThat(each.member().isClassic()).isTrue());
    }

    @Test
    void refusedRecordsLeaveTheClassicGroupAsItWas() {
        String classic = stableClassicMember();
        group.logAnswers = Errors.COORDINATOR_NOT_AVAILABLE;

        assertThat(group.beat(joining("new")).error()).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);

        group.logAnswers = Errors.NONE;
        assertThat(group.heartbeat(classic, 1)).isEqualTo(Errors.NONE);
    }

    @Test
    void anEmptyGroupChangesItsProtocolWithWhoeverComes() {
        String classic = stableClassicMember();
        group.leave(classic);
        assertThat(group.beat(joining("new")).assignment().orElseThrow().size()).isEqualTo(4);
        group.beat(beating("new", -1));

        assertThat(join("").error()).as("the group is being changed").isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        JoinResult withId = join("");
        assertThat(withId.error()).isEqualTo(Errors.MEMBER_ID_REQUIRED);
        assertThat(join(withId.memberId()).error()).isEqualTo(Errors.NONE);
        assertThat(group.describe().phase()).isEqualTo(GroupPhase.COMPLETING_REBALANCE);
    }

    @Test
    void leavesGroupsOfOthersThanConsumersAlone() {
        Asked<JoinResult> first =
                group.join("", Optional.empty(), "connect", List.of(TestGroup.subscribed("v0", "orders")));
        group.join(first.get().memberId(), Optional.empty(), "connect", List.of(TestGroup.subscribed("v0", "orders")));

        assertThat(group.beat(joining("new")).error()).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
    }

    private String stableClassicMember() {
        JoinResult withId = join("");
        JoinResult joined = join(withId.memberId());
        Asked<SyncResult> sync = new Asked<>();
        group.tell(new GroupCommand.Sync(
                TestGroup.ID,
                joined.memberId(),
                Optional.empty(),
                joined.generationId(),
                Optional.empty(),
                Optional.empty(),
                Map.of(
                        joined.memberId(),
                        Bytes.wrap(Utils.toArray(
                                ConsumerProtocol.serializeAssignment(new Assignment(orders(0, 1, 2, 3)))))),
                sync));
        assertThat(sync.get().error()).isEqualTo(Errors.NONE);
        return joined.memberId();
    }

    private JoinResult join(String memberId) {
        return rejoin(memberId);
    }

    private JoinResult rejoin(String memberId, int... owned) {
        Subscription subscription = new Subscription(List.of("orders"), null, orders(owned));
        JoinProtocol protocol = new JoinProtocol(
                "cooperative-sticky", Bytes.wrap(Utils.toArray(ConsumerProtocol.serializeSubscription(subscription))));
        return group.join(memberId, Optional.empty(), "consumer", List.of(protocol))
                .get();
    }

    private List<TopicPartition> synced(String memberId, int generation) {
        SyncResult result = group.sync(memberId, generation, Map.of()).get();
        return result.error() == Errors.NONE && result.assignment().get().length > 0
                ? ConsumerProtocol.deserializeAssignment(
                                ByteBuffer.wrap(result.assignment().get()))
                        .partitions()
                : List.of();
    }

    private static List<TopicPartition> orders(int... partitions) {
        return IntStream.of(partitions)
                .mapToObj(partition -> new TopicPartition("orders", partition))
                .toList();
    }

    private static HeartbeatAsk joining(String member) {
        return ask(member, 0, 60_000, Optional.of(PartitionSet.EMPTY));
    }

    private static HeartbeatAsk beating(String member, int epoch) {
        return ask(member, epoch, -1, Optional.empty());
    }

    private static HeartbeatAsk ask(String member, int epoch, int rebalanceMs, Optional<PartitionSet> owned) {
        return new HeartbeatAsk(
                TestGroup.ID,
                member,
                epoch,
                Optional.empty(),
                Optional.empty(),
                rebalanceMs,
                epoch == 0 ? Optional.of(new TreeSet<>(List.of("orders"))) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                owned,
                "client",
                "/127.0.0.1",
                topic -> true);
    }

    private static ConsumerSettings settings(boolean mayUpgrade, boolean mayDowngrade) {
        return new ConsumerSettings(
                Assignors.of(List.of()),
                100,
                500_000,
                45_000,
                OptionalInt.empty(),
                OptionalInt.empty(),
                600_000,
                mayUpgrade,
                mayDowngrade);
    }
}
