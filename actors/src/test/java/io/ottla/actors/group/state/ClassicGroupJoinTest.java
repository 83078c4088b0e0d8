package io.ottla.actors.group.state;

import static io.ottla.actors.group.state.TestGroup.subscribed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.coordinator.state.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class ClassicGroupJoinTest {
    private final TestGroup group = new TestGroup();

    @Test
    void handsOutAnIdBeforeItLetsAMemberIn() {
        JoinResult first = group.join("").get();

        assertThat(first.error()).isEqualTo(Errors.MEMBER_ID_REQUIRED);
        assertThat(first.memberId()).startsWith("client-");
        assertThat(group.join(first.memberId()).get().error()).isEqualTo(Errors.NONE);
    }

    @Test
    void letsAnOldClientInAtOnce() {
        Asked<JoinResult> asked = new Asked<>();

        group.tell(group.joining(
                "", Optional.empty(), "consumer", List.of(subscribed("range", "orders")), 10_000, false, asked));

        assertThat(asked.get().error()).isEqualTo(Errors.NONE);
        assertThat(asked.get().generationId()).isEqualTo(1);
    }

    @Test
    void forgetsAnIdWhoseOwnerDoesNotComeBack() {
        String id = group.join("").get().memberId();

        group.pass(TestGroup.SESSION_MS);

        assertThat(group.join(id).get().error()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(group.group.isVacant()).isTrue();
    }

    @Test
    void knowsNobodyItHasNotLetIn() {
        assertThat(group.join("made up").get().error()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        group.stableWithOneMember();
        assertThat(group.join("made up").get().error()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void refusesSessionTimeoutsOutOfBounds() {
        for (int sessionMs : List.of(0, -1, 5_999, 1_800_001)) {
            Asked<JoinResult> asked = new Asked<>();
            group.tell(group.joining(
                    "", Optional.empty(), "consumer", List.of(subscribed("range", "t")), sessionMs, true, asked));
            assertThat(asked.get().error()).isEqualTo(Errors.INVALID_SESSION_TIMEOUT);
        }
    }

    @Test
    void refusesAGroupWithoutAName() {
        Asked<JoinResult> asked = new Asked<>();
        Group nameless = new Group("", TestGroup.LIMITS, TestGroups.CONTEXT);
        GroupCommand.Join join = new GroupCommand.Join(
                "", "", "id", Optional.empty(), "", "", 10_000, 10_000, "consumer", List.of(), true, true, "", asked);

        nameless.decide(join, group.now()).answers().forEach(Answer::give);

        assertThat(asked.get().error()).isEqualTo(Errors.INVALID_GROUP_ID);
    }

    @Test
    void refusesWhoSpeaksNoneOfTheGroupsProtocols() {
        group.stableWithOneMember();

        assertThat(joinWith("consumer", "sticky")).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        assertThat(joinWith("connect", "range")).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        assertThat(joinWith("consumer", "range")).isEqualTo(Errors.MEMBER_ID_REQUIRED);
    }

    @Test
    void refusesAMemberWithoutProtocols() {
        assertThat(group.join("", Optional.empty(), "consumer", List.of()).get().error())
                .isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
        assertThat(joinWith("", "range")).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
    }

    @Test
    void refusesMetadataThatCouldNotBeStored() {
        JoinProtocol huge = new JoinProtocol("range", Bytes.wrap(new byte[1_000_001]));

        assertThat(group.join("", Optional.empty(), "consumer", List.of(huge))
                        .get()
                        .error())
                .isEqualTo(Errors.MESSAGE_TOO_LARGE);
    }

    @Test
    void refusesNamesThatCouldNotBeStored() {
        String tooLong = "n".repeat(GroupLimits.MAX_NAME_CHARS + 1);

        assertThat(joinWith(tooLong, "range")).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(joinWith("consumer", tooLong)).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(group.joinStatic(tooLong, "").get().error()).isEqualTo(Errors.INVALID_REQUEST);
    }

    @Test
    void choosesTheProtocolMostMembersLikeBestOfThoseAllSupport() {
        List<List<String>> likes = List.of(
                List.of("a", "b", "c"), List.of("c", "b"), List.of("b", "c"), List.of("c", "b"), List.of("c", "b"));
        Asked<JoinResult> first = join(likes.get(0));
        String leader = first.get().memberId();
        likes.subList(1, 5).forEach(this::join);

        Asked<JoinResult> again = group.join(leader, Optional.empty(), "consumer", protocols(likes.get(0)));

        assertThat(again.get().protocolName()).contains("c");
        assertThat(again.get().members()).hasSize(5);
    }

    @Test
    void tellsOnlyTheLeaderWhoIsInTheGroup() {
        TestGroup.Newcomer leader = group.newcomer();
        TestGroup.Newcomer follower = group.newcomer();
        Asked<JoinResult> rejoined = group.join(leader.id());

        assertThat(rejoined.get().leader()).isEqualTo(leader.id());
        assertThat(rejoined.get().generationId()).isEqualTo(2);
        assertThat(rejoined.get().members())
                .extracting(JoinResult.JoinedMember::memberId)
                .containsExactly(leader.id(), follower.id());
        assertThat(follower.joined().get().members()).isEmpty();
        assertThat(follower.joined().get().leader()).isEqualTo(leader.id());
    }

    @Test
    void repeatsItsAnswerToAFollowerWhoseMetadataIsUnchanged() {
        TestGroup.Newcomer leader = group.newcomer();
        TestGroup.Newcomer follower = group.newcomer();
        group.join(leader.id());
        group.sync(leader.id(), 2, Map.of());

        JoinResult repeated = group.join(follower.id()).get();

        assertThat(repeated.generationId()).isEqualTo(2);
        assertThat(repeated.members()).isEmpty();
        assertThat(group.group.phase()).isEqualTo(GroupPhase.STABLE);
    }

    @Test
    void rebalancesWhenTheLeaderRejoinsOrAMembersMetadataChanges() {
        TestGroup.Newcomer leader = group.newcomer();
        TestGroup.Newcomer follower = group.newcomer();
        group.join(leader.id());
        group.sync(leader.id(), 2, Map.of());

        Asked<JoinResult> changed =
                group.join(follower.id(), Optional.empty(), "consumer", List.of(subscribed("range", "another topic")));

        assertThat(changed.waits()).isTrue();
        assertThat(group.heartbeat(leader.id(), 2)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        assertThat(group.join(leader.id()).get().generationId()).isEqualTo(3);
        assertThat(changed.get().generationId()).isEqualTo(3);
    }

    @Test
    void waitsTheInitialDelayAndLongerWhileMembersKeepComing() {
        TestGroup slow = new TestGroup(new GroupLimits(6_000, 1_800_000, 100, 1_000_000, 3_000, 4_096, 1));
        Asked<JoinResult> first = slow.newcomer().joined();
        slow.pass(2_000);
        Asked<JoinResult> second = slow.newcomer().joined();
        slow.pass(1_500);
        assertThat(first.waits()).isTrue();

        slow.pass(2_500);

        assertThat(first.get().generationId()).isEqualTo(1);
        assertThat(first.get().members()).hasSize(2);
        assertThat(second.get().generationId()).isEqualTo(1);
    }

    @Test
    void takesInNoMoreMembersThanItMay() {
        TestGroup small = new TestGroup(new GroupLimits(6_000, 1_800_000, 2, 1_000_000, 0, 4_096, 1));
        String leader = small.newcomer().id();
        String follower = small.newcomer().id();
        small.join(leader);
        small.sync(leader, 2, Map.of());

        assertThat(small.join("").get().error()).isEqualTo(Errors.GROUP_MAX_SIZE_REACHED);
        assertThat(small.join(follower).get().error()).isEqualTo(Errors.NONE);
    }

    @Test
    void remembersABoundedNumberOfIdsHandedOut() {
        for (int i = 0; i < GroupLimits.MAX_PENDING_MEMBERS; i++) {
            assertThat(group.join("").get().error()).isEqualTo(Errors.MEMBER_ID_REQUIRED);
        }

        assertThat(group.join("").get().error()).isEqualTo(Errors.GROUP_MAX_SIZE_REACHED);
    }

    private Errors joinWith(String protocolType, String protocol) {
        return group.join("", Optional.empty(), protocolType, List.of(subscribed(protocol, "orders")))
                .get()
                .error();
    }

    private Asked<JoinResult> join(List<String> protocolNames) {
        String id = group.join("", Optional.empty(), "consumer", protocols(protocolNames))
                .get()
                .memberId();
        return group.join(id, Optional.empty(), "consumer", protocols(protocolNames));
    }

    private static List<JoinProtocol> protocols(List<String> names) {
        return names.stream().map(name -> subscribed(name, "orders")).toList();
    }
}
