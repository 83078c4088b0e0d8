package io.ottla.actors.group.state;

import static io.ottla.actors.group.state.TestGroup.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.coordinator.state.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class ClassicGroupLifeTest {
    private final TestGroup group = new TestGroup();

    @Test
    void givesEveryMemberItsAssignmentOnceTheLeaderHasHandedThemIn() {
        TestGroup.Newcomer leader = group.newcomer();
        TestGroup.Newcomer early = group.newcomer();
        TestGroup.Newcomer late = group.newcomer();
        group.join(leader.id());
        Asked<SyncResult> waiting = group.sync(early.id(), 2, Map.of());
        assertThat(waiting.waits()).isTrue();

        Asked<SyncResult> own = group.sync(leader.id(), 2, Map.of(leader.id(), "a", early.id(), "b"));

        assertThat(text(own.get().assignment())).isEqualTo("a");
        assertThat(text(waiting.get().assignment())).isEqualTo("b");
        assertThat(text(group.sync(late.id(), 2, Map.of()).get().assignment())).isEmpty();
        assertThat(group.group.phase()).isEqualTo(GroupPhase.STABLE);
    }

    @Test
    void refusesSyncsOfStrangersOtherGenerationsAndOtherProtocols() {
        String member = group.stableWithOneMember();

        assertThat(group.sync("stranger", 1, Map.of()).get().error()).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(group.sync(member, 2, Map.of()).get().error()).isEqualTo(Errors.ILLEGAL_GENERATION);
        Asked<SyncResult> other = new Asked<>();
        group.tell(new GroupCommand.Sync(
                TestGroup.ID,
                member,
                Optional.empty(),
                1,
                Optional.of("consumer"),
                Optional.of("sticky"),
                Map.of(),
                other));
        assertThat(other.get().error()).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
    }

    @Test
    void sendsWhoSyncsDuringARebalanceBackToJoin() {
        TestGroup.Newcomer leader = group.newcomer();
        TestGroup.Newcomer follower = group.newcomer();
        group.join(leader.id());
        Asked<SyncResult> waiting = group.sync(follower.id(), 2, Map.of());

        group.newcomer();

        assertThat(waiting.get().error()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        assertThat(group.sync(leader.id(), 2, Map.of()).get().error()).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }

    @Test
    void gathersAgainWhenTheAssignmentsCannotBeStored() {
        TestGroup.Newcomer leader = group.newcomer();
        group.logAnswers = Errors.COORDINATOR_NOT_AVAILABLE;

        Asked<SyncResult> refused = group.sync(leader.id(), 1, Map.of(leader.id(), "all"));

        assertThat(refused.get().error()).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(group.heartbeat(leader.id(), 1)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        group.logAnswers = Errors.NONE;
        assertThat(group.join(leader.id()).get().generationId()).isEqualTo(2);
    }

    @Test
    void removesWhoIsSilentForASessionAndRebalancesTheRest() {
        TestGroup.Newcomer leader = group.newcomer();
        TestGroup.Newcomer silent = group.newcomer();
        group.join(leader.id());
        group.sync(leader.id(), 2, Map.of());
        group.sync(silent.id(), 2, Map.of());
        for (int i = 0; i < 4; i++) {
            group.pass(TestGroup.SESSION_MS / 4);
            group.heartbeat(leader.id(), 2);
        }

        assertThat(group.heartbeat(leader.id(), 2)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        assertThat(group.heartbeat(silent.id(), 2)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(group.join(leader.id()).get().members()).hasSize(1);
    }

    @Test
    void keepsWhoIsWaitingForUs() {
        TestGroup.Newcomer leader = group.newcomer();
        TestGroup.Newcomer follower = group.newcomer();
        group.join(leader.id());
        group.sync(leader.id(), 2, Map.of());
        Asked<JoinResult> waiting = group.join(leader.id());

        for (int i = 0; i < 10; i++) {
            group.heartbeat(follower.id(), 2);
            group.pass(TestGroup.SESSION_MS / 2);
        }

        assertThat(waiting.waits()).isTrue();
        group.join(follower.id());
        assertThat(waiting.get().error()).isEqualTo(Errors.NONE);
    }

    @Test
    void goesOnWithoutWhoDoesNotRejoinInTimeAndElectsAnotherLeader() {
        TestGroup.Newcomer leader = group.newcomer();
        TestGroup.Newcomer follower = group.newcomer();
        group.join(leader.id());
        group.sync(leader.id(), 2, Map.of());
        TestGroup.Newcomer third = group.newcomer();
        Asked<JoinResult> rejoined = group.join(follower.id());

        for (int i = 0; i < TestGroup.REBALANCE_MS / 5_000; i++) {
            group.heartbeat(leader.id(), 2);
            group.pass(5_000);
        }

        assertThat(rejoined.get().leader()).isEqualTo(follower.id());
        assertThat(rejoined.get().members()).hasSize(2);
        assertThat(third.joined().get().generationId()).isEqualTo(3);
        assertThat(group.heartbeat(leader.id(), 3)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void removesWhoJoinsButNeverSyncs() {
        TestGroup.Newcomer leader = group.newcomer();
        TestGroup.Newcomer silent = group.newcomer();
        group.join(leader.id());
        group.sync(leader.id(), 2, Map.of());

        for (int i = 0; i < TestGroup.REBALANCE_MS / 5_000; i++) {
            group.pass(5_000);
            group.heartbeat(leader.id(), 2);
            group.heartbeat(silent.id(), 2);
        }

        assertThat(group.heartbeat(silent.id(), 2)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(group.heartbeat(leader.id(), 2)).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }

    @Test
    void becomesEmptyInANewStoredGenerationWhenTheLastMemberLeaves() {
        String member = group.stableWithOneMember();

        assertThat(group.leave(member).get().members().get(0).error()).isEqualTo(Errors.NONE);

        assertThat(group.group.phase()).isEqualTo(GroupPhase.EMPTY);
        assertThat(group.group.generationId()).isEqualTo(2);
        assertThat(group.replayed().phase()).isEqualTo(GroupPhase.EMPTY);
        assertThat(group.replayed().generationId()).isEqualTo(2);
    }

    @Test
    void letsMembersLeaveInOneBatchAndSaysWhoWasNone() {
        TestGroup.Newcomer leader = group.newcomer();
        TestGroup.Newcomer follower = group.newcomer();
        group.join(leader.id());

        LeaveResult left = group.leave(leader.id(), "stranger", follower.id()).get();

        assertThat(left.members())
                .extracting(LeaveResult.LeftMember::error)
                .containsExactly(Errors.NONE, Errors.UNKNOWN_MEMBER_ID, Errors.NONE);
        assertThat(group.group.phase()).isEqualTo(GroupPhase.EMPTY);
    }

    @Test
    void takesUpAStoredGenerationAndItsMembersAfterAFailover() {
        String member = group.stableWithOneMember();

        group.failOver();

        assertThat(group.heartbeat(member, 1)).isEqualTo(Errors.NONE);
        assertThat(text(group.sync(member, 1, Map.of()).get().assignment())).isEqualTo("all");
        assertThat(group.describe().members())
                .extracting(GroupDescription.DescribedMember::memberId)
                .containsExactly(member);
    }

    @Test
    void expectsToHearOfEverybodyWithinASessionAfterAFailover() {
        group.stableWithOneMember();
        group.failOver();

        group.pass(TestGroup.SESSION_MS);

        assertThat(group.group.phase()).isEqualTo(GroupPhase.EMPTY);
    }

    @Test
    void answersWhoWaitsWhenTheCoordinatorGivesUp() {
        TestGroup.Newcomer leader = group.newcomer();
        TestGroup.Newcomer follower = group.newcomer();
        group.join(leader.id());
        Asked<SyncResult> sync = group.sync(follower.id(), 2, Map.of());

        group.group.abandon(Errors.NOT_COORDINATOR).forEach(Answer::give);

        assertThat(sync.get().error()).isEqualTo(Errors.NOT_COORDINATOR);
    }

    @Test
    void servesAnyProtocolTypeWithoutLookingInside() {
        JoinProtocol opaque = new JoinProtocol("sessioned", TestGroup.bytes("worker at http://somewhere"));
        JoinResult joined = join("connect", opaque);

        group.sync(joined.memberId(), 1, Map.of(joined.memberId(), "connectors"));

        GroupDescription described = group.describe();
        assertThat(described.protocolType()).isEqualTo("connect");
        assertThat(text(described.members().get(0).metadata())).isEqualTo("worker at http://somewhere");
        assertThat(text(described.members().get(0).assignment())).isEqualTo("connectors");
    }

    private JoinResult join(String type, JoinProtocol protocol) {
        String id =
                group.join("", Optional.empty(), type, List.of(protocol)).get().memberId();
        return group.join(id, Optional.empty(), type, List.of(protocol)).get();
    }
}
