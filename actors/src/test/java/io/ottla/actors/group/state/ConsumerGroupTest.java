package io.ottla.actors.group.state;

import static io.ottla.actors.group.state.TestGroup.partitions;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.group.state.assignor.Assignors;
import io.ottla.actors.group.state.assignor.PartitionSet;
import io.ottla.actors.group.state.consumer.ConsumerSettings;
import io.ottla.actors.group.state.consumer.HeartbeatAnswer;
import io.ottla.actors.group.state.consumer.HeartbeatAsk;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class ConsumerGroupTest {
    private static final PartitionSet ALL = partitions("orders", 0, 1, 2, 3);

    private final TestGroup group = new TestGroup();

    @Test
    void theFirstMemberGetsEverythingAtOnce() {
        HeartbeatAnswer answer = group.beat(joining("a"));

        assertThat(answer.error()).isEqualTo(Errors.NONE);
        assertThat(answer.memberEpoch()).isEqualTo(1);
        assertThat(answer.assignment()).contains(ALL);
        assertThat(answer.intervalMs()).isEqualTo(500);
        assertThat(group.describeConsumers().state()).isEqualTo("Stable");
    }

    @Test
    void aPartitionMovesOnlyAfterItsOwnerHasGivenItUp() {
        group.beat(joining("a"));

        HeartbeatAnswer waiting = group.beat(joining("b"));
        assertThat(waiting.assignment()).contains(PartitionSet.EMPTY);
        assertThat(waiting.intervalMs()).as("asks sooner while it waits").isEqualTo(100);

        HeartbeatAnswer giving = group.beat(beating("a", 1, Optional.of(ALL)));
        assertThat(giving.memberEpoch()).as("stays in its epoch until it has").isEqualTo(1);
        PartitionSet kept = giving.assignment().orElseThrow();
        assertThat(kept.size()).isEqualTo(2);
        assertThat(group.beat(beating("b", 2, Optional.empty())).assignment()).isEmpty();

        assertThat(group.beat(beating("a", 1, Optional.of(kept))).memberEpoch()).isEqualTo(2);
        HeartbeatAnswer given = group.beat(beating("b", 2, Optional.empty()));
        assertThat(given.assignment().orElseThrow().size()).isEqualTo(2);
        assertThat(given.assignment().orElseThrow().containsAll(kept)).isFalse();
        assertThat(group.describeConsumers().state()).isEqualTo("Stable");
    }

    @Test
    void fencesWhoComesWithAnotherEpochUnlessItMissedTheLastAnswer() {
        group.beat(joining("a"));

        assertThat(error(beating("a", 5, Optional.of(ALL)))).isEqualTo(Errors.FENCED_MEMBER_EPOCH);
        assertThat(error(beating("stranger", 1, Optional.empty()))).isEqualTo(Errors.UNKNOWN_MEMBER_ID);

        group.topics = group.topics.with("orders", 5);
        assertThat(group.beat(beating("a", 1, Optional.of(ALL))).memberEpoch()).isEqualTo(2);
        assertThat(group.beat(beating("a", 1, Optional.of(ALL))).memberEpoch()).isEqualTo(2);
        assertThat(error(beating("a", 1, Optional.of(partitions("orders", 9))))).isEqualTo(Errors.FENCED_MEMBER_EPOCH);
        assertThat(error(beating("a", 1, Optional.empty()))).isEqualTo(Errors.FENCED_MEMBER_EPOCH);
    }

    @Test
    void refusesHeartbeatsThatMakeNoSense() {
        assertThat(error(joining(""))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(ask("a", 0, -1, Optional.of(names("orders")), Optional.of(PartitionSet.EMPTY))))
                .isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(ask("a", 0, 1, Optional.of(names("orders")), Optional.of(ALL))))
                .isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(ask("a", 0, 1, Optional.empty(), Optional.of(PartitionSet.EMPTY))))
                .isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(ask("a", -3, 1, Optional.empty(), Optional.empty()))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(ask("a", -2, 1, Optional.empty(), Optional.empty()))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(joining("x".repeat(600_000)))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(group.log).isEmpty();
    }

    @Test
    void refusesAnAssignorAndAPatternThatItDoesNotKnow() {
        assertThat(error(wishing("a", Optional.empty(), Optional.of("magic")))).isEqualTo(Errors.UNSUPPORTED_ASSIGNOR);
        assertThat(error(wishing("a", Optional.of("(["), Optional.empty())))
                .isEqualTo(Errors.INVALID_REGULAR_EXPRESSION);
    }

    @Test
    void aPatternFollowsTheTopicsThatComeAndGo() {
        assertThat(group.beat(wishing("a", Optional.of("ord.*"), Optional.empty()))
                        .assignment())
                .contains(ALL);

        group.topics = group.topics.with("ordinary", 1).with("payments", 3);
        HeartbeatAnswer more = group.beat(beating("a", 1, Optional.of(ALL)));
        assertThat(more.memberEpoch()).isEqualTo(2);
        assertThat(more.assignment().orElseThrow().size()).isEqualTo(5);

        group.topics = group.topics.without("orders");
        HeartbeatAnswer fewer = group.beat(beating("a", 2, more.assignment()));
        assertThat(fewer.assignment()).contains(partitions("ordinary", 0));
    }

    @Test
    void noticesNewPartitionsAtTheNextHeartbeat() {
        group.beat(joining("a"));
        group.topics = group.topics.with("other", 9);
        assertThat(group.beat(beating("a", 1, Optional.of(ALL))).memberEpoch())
                .as("topics of others do not matter")
                .isEqualTo(1);

        group.topics = group.topics.with("orders", 6);

        HeartbeatAnswer answer = group.beat(beating("a", 1, Optional.of(ALL)));
        assertThat(answer.memberEpoch()).isEqualTo(2);
        assertThat(answer.assignment()).contains(partitions("orders", 0, 1, 2, 3, 4, 5));
    }

    @Test
    void theMajorityChoosesTheAssignor() {
        group.beat(wishing("a", Optional.of("orders"), Optional.of("range")));

        assertThat(group.describeConsumers().assignor()).isEqualTo("range");
    }

    @Test
    void removesWhoIsSilentForASession() {
        group.beat(joining("a"));
        group.beat(joining("b"));
        group.pass(44_000);
        group.beat(beating("b", 2, Optional.empty()));

        group.pass(2_000);

        HeartbeatAnswer answer = group.beat(beating("b", 2, Optional.empty()));
        assertThat(answer.assignment()).contains(ALL);
        assertThat(group.describeConsumers().members()).hasSize(1);
    }

    @Test
    void forgetsAllOfThoseWhoCameOnceAndNeverAgain() {
        for (int i = 0; i < 300; i++) {
            group.beat(joining("member-" + i));
        }

        group.pass(46_000);

        assertThat(group.describeConsumers().state()).isEqualTo("Empty");
        group.pass(60_000);
        assertThat(group.group.nextDeadlineMs()).as("nothing to wait for").isEqualTo(Long.MAX_VALUE);
        assertThat(group.delete()).isEqualTo(Errors.NONE);
        assertThat(group.replayed().isVacant()).isTrue();
    }

    @Test
    void removesWhoDoesNotGiveUpInTimeWhatItHasTo() {
        group.beat(joining("a"));
        group.beat(joining("b"));
        for (int waited = 0; waited <= 60_000; waited += 10_000) {
            group.beat(beating("a", 1, Optional.of(ALL)));
            group.beat(beating("b", 2, Optional.empty()));
            group.pass(10_000);
        }

        assertThat(error(beating("a", 1, Optional.of(ALL)))).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        group.beat(beating("b", 3, Optional.empty()));
        assertThat(group.describeConsumers().members())
                .singleElement()
                .satisfies(described -> assertThat(
                                described.member().current().assigned().partitions())
                        .isEqualTo(ALL));
    }

    @Test
    void aStaticMemberFindsItsPartitionsWhenItComesBack() {
        group.beat(joiningAs("a", "one"));
        assertThat(error(joiningAs("thief", "one"))).isEqualTo(Errors.UNRELEASED_INSTANCE_ID);
        assertThat(group.beat(leavingAs("a", "one", -2)).memberEpoch()).isEqualTo(-2);

        HeartbeatAnswer back = group.beat(joiningAs("a2", "one"));

        assertThat(back.assignment()).contains(ALL);
        assertThat(back.memberEpoch()).as("nobody else notices").isEqualTo(1);
        assertThat(error(leavingAs("a", "one", -1))).isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(group.describeConsumers().members())
                .singleElement()
                .satisfies(described -> assertThat(described.member().id()).isEqualTo("a2"));
    }

    @Test
    void aStaticMemberThatDoesNotComeBackIsRemovedAfterItsSession() {
        group.beat(joiningAs("a", "one"));
        group.pass(40_000);
        group.beat(leavingAs("a", "one", -2));
        group.pass(40_000);
        assertThat(group.describeConsumers().members()).hasSize(1);

        group.pass(46_000);

        assertThat(group.describeConsumers().state()).isEqualTo("Empty");
    }

    @Test
    void takesInNoMoreMembersThanItMay() {
        group.settings = settings(1, OptionalInt.empty());
        group.beat(joining("a"));

        assertThat(error(joining("b"))).isEqualTo(Errors.GROUP_MAX_SIZE_REACHED);
        assertThat(error(joining("a"))).isEqualTo(Errors.NONE);
    }

    @Test
    void waitsBetweenTwoComputationsOfTargetsIfItIsTold() {
        group.settings = settings(10, OptionalInt.of(1_000));
        group.beat(joining("a"));

        assertThat(group.beat(joining("b")).memberEpoch()).isEqualTo(1);
        assertThat(group.describeConsumers().state()).isEqualTo("Assigning");

        group.pass(1_000);
        assertThat(group.beat(beating("b", 1, Optional.empty())).memberEpoch()).isEqualTo(2);
    }

    @Test
    void anEmptyGroupRemembersItsEpochAndGoesWhenItIsDeleted() {
        group.beat(joining("a"));
        assertThat(group.delete()).isEqualTo(Errors.NON_EMPTY_GROUP);
        group.beat(ask("a", -1, -1, Optional.empty(), Optional.empty()));
        assertThat(group.describeConsumers().state()).isEqualTo("Empty");
        assertThat(group.describeConsumers().epoch()).isEqualTo(2);

        assertThat(group.delete()).isEqualTo(Errors.NONE);

        assertThat(group.describeConsumers().error()).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
        assertThat(group.group.isVacant()).isTrue();
        assertThat(group.replayed().isVacant()).isTrue();
    }

    @Test
    void takesCommitsOfTheMembersEpochAndOfEarlierOnesForWhatItHasHadSince() {
        group.beat(joining("a"));
        assertThat(commit("a", 1, "orders")).isEqualTo(Errors.NONE);
        assertThat(commit("a", 2, "orders")).isEqualTo(Errors.STALE_MEMBER_EPOCH);
        assertThat(commit("stranger", 1, "orders")).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(commit("", -1, "orders")).isEqualTo(Errors.UNKNOWN_MEMBER_ID);

        group.topics = group.topics.with("orders", 5);
        group.beat(beating("a", 1, Optional.of(ALL)));

        assertThat(commit("a", 1, "orders")).isEqualTo(Errors.NONE);
        assertThat(commit("a", 0, "orders")).isEqualTo(Errors.STALE_MEMBER_EPOCH);
        assertThat(commit("a", 1, "payments")).isEqualTo(Errors.STALE_MEMBER_EPOCH);
    }

    @Test
    void fetchesOffsetsOfMembersInTheirEpochAndOfStrangers() {
        group.beat(joining("a"));

        assertThat(fetch("", -1)).isEqualTo(Errors.NONE);
        assertThat(fetch("a", 1)).isEqualTo(Errors.NONE);
        assertThat(fetch("a", 2)).isEqualTo(Errors.STALE_MEMBER_EPOCH);
        assertThat(fetch("b", 1)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void keepsOffsetsOfWhatItReadsAndLetsOthersBeDeleted() {
        group.beat(joining("a"));
        commit("a", 1, "orders");
        commit("a", 1, "payments");
        Asked<OffsetsAnswer> asked = new Asked<>();
        TopicPartition read = new TopicPartition("orders", 0);
        TopicPartition unread = new TopicPartition("payments", 0);

        group.tell(new GroupCommand.DeleteOffsets(TestGroup.ID, List.of(read, unread), asked));

        assertThat(asked.get().errorOf(read)).isEqualTo(Errors.GROUP_SUBSCRIBED_TO_TOPIC);
        assertThat(asked.get().errorOf(unread)).isEqualTo(Errors.NONE);
        assertThat(group.offsets()).containsOnlyKeys(read);
    }

    @Test
    void forgetsOffsetsThatNobodyReadsAndAtLastItself() {
        group.beat(joining("a"));
        commit("a", 1, "orders");
        commit("a", 1, "payments");
        for (int waited = 0; waited <= TestGroup.LIMITS.offsetsRetentionMs(); waited += 40_000) {
            group.pass(40_000);
            group.beat(beating("a", 1, Optional.empty()));
        }
        group.tell(new GroupCommand.Expire(TestGroup.ID));
        assertThat(group.offsets()).containsOnlyKeys(new TopicPartition("orders", 0));

        group.beat(ask("a", -1, -1, Optional.empty(), Optional.empty()));
        group.tell(new GroupCommand.Expire(TestGroup.ID));

        assertThat(group.offsets()).isEmpty();
        assertThat(group.group.isVacant()).isTrue();
    }

    @Test
    void isNoClassicGroupToThoseWhoAskForOne() {
        group.beat(joining("a"));

        assertThat(group.describe().phase()).isEqualTo(GroupPhase.DEAD);
        assertThat(group.describe().note()).contains("Group group is not a classic group.");
        assertThat(group.group.listing()).isEqualTo(new GroupListing("group", "consumer", "Stable", "consumer"));
    }

    @Test
    void anAdministratorRemovesMembers() {
        group.beat(joining("a"));
        group.beat(joining("b"));

        LeaveResult result = group.leave("a", "nobody").get();

        assertThat(result.members())
                .extracting(LeaveResult.LeftMember::error)
                .containsExactly(Errors.NONE, Errors.UNKNOWN_MEMBER_ID);
        assertThat(error(beating("a", 1, Optional.of(ALL)))).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(group.beat(beating("b", 2, Optional.empty())).assignment()).contains(ALL);
    }

    private Errors error(HeartbeatAsk ask) {
        return group.beat(ask).error();
    }

    private Errors commit(String member, int epoch, String topic) {
        OffsetToCommit offset = new OffsetToCommit(new TopicPartition(topic, 0), TestTopics.id(topic), 5, -1, "", -1);
        return group.commit(member, epoch, offset).get().errorOf(offset.partition());
    }

    private Errors fetch(String member, int epoch) {
        Asked<FetchedOffsets> asked = new Asked<>();
        group.tell(new GroupCommand.FetchOffsets(TestGroup.ID, member, epoch, Optional.empty(), false, asked));
        return asked.get().error();
    }

    private static ConsumerSettings settings(int maxSize, OptionalInt assignmentIntervalMs) {
        return new ConsumerSettings(
                Assignors.of(List.of()),
                maxSize,
                500_000,
                45_000,
                OptionalInt.empty(),
                assignmentIntervalMs,
                600_000,
                true,
                true);
    }

    private static HeartbeatAsk joining(String member) {
        return ask(member, 0, 60_000, Optional.of(names("orders")), Optional.of(PartitionSet.EMPTY));
    }

    private static HeartbeatAsk beating(String member, int epoch, Optional<PartitionSet> owned) {
        return ask(member, epoch, -1, Optional.empty(), owned);
    }

    private static HeartbeatAsk ask(
            String member,
            int epoch,
            int rebalanceMs,
            Optional<SortedSet<String>> topics,
            Optional<PartitionSet> owned) {
        return ask(member, epoch, rebalanceMs, topics, owned, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static HeartbeatAsk wishing(String member, Optional<String> pattern, Optional<String> assignor) {
        return ask(
                member,
                0,
                60_000,
                Optional.of(names()),
                Optional.of(PartitionSet.EMPTY),
                Optional.empty(),
                pattern,
                assignor);
    }

    private static HeartbeatAsk joiningAs(String member, String instance) {
        return ask(
                member,
                0,
                60_000,
                Optional.of(names("orders")),
                Optional.of(PartitionSet.EMPTY),
                Optional.of(instance),
                Optional.empty(),
                Optional.empty());
    }

    private static HeartbeatAsk leavingAs(String member, String instance, int epoch) {
        return ask(
                member,
                epoch,
                -1,
                Optional.empty(),
                Optional.empty(),
                Optional.of(instance),
                Optional.empty(),
                Optional.empty());
    }

    private static HeartbeatAsk ask(
            String member,
            int epoch,
            int rebalanceMs,
            Optional<SortedSet<String>> topics,
            Optional<PartitionSet> owned,
            Optional<String> instance,
            Optional<String> pattern,
            Optional<String> assignor) {
        return new HeartbeatAsk(
                TestGroup.ID,
                member,
                epoch,
                instance,
                Optional.empty(),
                rebalanceMs,
                topics,
                pattern,
                assignor,
                owned,
                "client",
                "/127.0.0.1",
                topic -> true);
    }

    private static SortedSet<String> names(String... names) {
        return new TreeSet<>(List.of(names));
    }
}
