package io.ottla.actors.group.state;

import static io.ottla.actors.group.state.TestGroup.subscribed;
import static io.ottla.actors.group.state.TestGroup.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class StaticMemberTest {
    private final TestGroup group = new TestGroup();

    @Test
    void keepsItsAssignmentWithoutARebalanceWhenItStartsAgain() {
        String follower = stableWithStaticLeaderAndFollower();

        JoinResult again = group.joinStatic("one", "").get();

        assertThat(again.error()).isEqualTo(Errors.NONE);
        assertThat(again.generationId()).isEqualTo(2);
        assertThat(group.group.phase()).isEqualTo(GroupPhase.STABLE);
        assertThat(text(group.sync(again.memberId(), Optional.of("one"), 2, Map.of())
                        .get()
                        .assignment()))
                .isEqualTo("first half");
        assertThat(group.heartbeat(follower, 2)).isEqualTo(Errors.NONE);
    }

    @Test
    void leadsOnWithoutHavingToAssignAgain() {
        stableWithStaticLeaderAndFollower();

        JoinResult again = group.joinStatic("one", "").get();

        assertThat(again.leader()).isEqualTo(again.memberId());
        assertThat(again.skipAssignment()).isTrue();
        assertThat(again.members()).hasSize(2);
    }

    @Test
    void isToldOfItsFormerSelfAsLeaderWhereItCannotSkipAssigning() {
        JoinResult first = group.joinStatic("one", "").get();
        group.sync(first.memberId(), Optional.of("one"), 1, Map.of());
        Asked<JoinResult> again = new Asked<>();

        group.tell(group.joining(
                "", Optional.of("one"), "consumer", List.of(subscribed("range", "orders")), 10_000, false, again));

        assertThat(again.get().leader()).isEqualTo(first.memberId());
        assertThat(again.get().members()).isEmpty();
        assertThat(again.get().skipAssignment()).isFalse();
    }

    @Test
    void fencesItsFormerSelfAlsoAfterAFailover() {
        JoinResult first = group.joinStatic("one", "").get();
        group.sync(first.memberId(), Optional.of("one"), 1, Map.of());
        group.joinStatic("one", "");

        group.failOver();

        assertThat(group.joinStatic("one", first.memberId()).get().error()).isEqualTo(Errors.FENCED_INSTANCE_ID);
        assertThat(group.sync(first.memberId(), Optional.of("one"), 1, Map.of())
                        .get()
                        .error())
                .isEqualTo(Errors.FENCED_INSTANCE_ID);
    }

    @Test
    void staysAsItWasWhenItsNewIdCannotBeStored() {
        JoinResult first = group.joinStatic("one", "").get();
        group.sync(first.memberId(), Optional.of("one"), 1, Map.of());
        group.logAnswers = Errors.COORDINATOR_NOT_AVAILABLE;

        JoinResult refused = group.joinStatic("one", "").get();

        assertThat(refused.error()).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(group.heartbeat(first.memberId(), 1)).isEqualTo(Errors.NONE);
    }

    @Test
    void rebalancesTheGroupWhenItsReturnChangesTheProtocol() {
        JoinResult first = group.joinStatic("one", "").get();
        group.sync(first.memberId(), Optional.of("one"), 1, Map.of());

        JoinResult again = group.join(
                        "",
                        Optional.of("one"),
                        "consumer",
                        List.of(subscribed("sticky", "orders"), subscribed("range", "orders")))
                .get();

        assertThat(again.generationId()).isEqualTo(2);
        assertThat(again.protocolName()).contains("sticky");
        assertThat(again.skipAssignment()).isFalse();
    }

    @Test
    void fencesAnEarlierJoinThatStillWaits() {
        TestGroup.Newcomer other = group.newcomer();
        Asked<JoinResult> waiting = group.joinStatic("one", "");
        assertThat(waiting.waits()).isTrue();

        Asked<JoinResult> again = group.joinStatic("one", "");

        assertThat(waiting.get().error()).isEqualTo(Errors.FENCED_INSTANCE_ID);
        group.join(other.id());
        assertThat(again.get().generationId()).isEqualTo(2);
    }

    @Test
    void keepsItsPlaceThroughARebalanceItDoesNotAttend() {
        stableWithStaticLeaderAndFollower();
        TestGroup.Newcomer third = group.newcomer();
        String follower = group.describe().members().get(1).memberId();
        Asked<JoinResult> rejoined = group.join(follower);
        for (int i = 0; i < TestGroup.REBALANCE_MS / 5_000; i++) {
            heartbeatOfStatic("one");
            group.pass(5_000);
        }

        assertThat(rejoined.get().members()).hasSize(3);
        assertThat(rejoined.get().leader()).isEqualTo(follower);
        assertThat(third.joined().get().generationId()).isEqualTo(3);
    }

    @Test
    void isRemovedByItsInstanceAlone() {
        group.joinStatic("one", "");
        Asked<LeaveResult> left = new Asked<>();

        group.tell(new GroupCommand.Leave(
                TestGroup.ID, List.of(new LeavingMember("", Optional.of("one"), "admin")), left));

        assertThat(left.get().members().get(0).error()).isEqualTo(Errors.NONE);
        assertThat(group.group.size()).isZero();
    }

    private void heartbeatOfStatic(String instance) {
        String id = group.describe().members().stream()
                .filter(member -> member.instanceId().equals(Optional.of(instance)))
                .findFirst()
                .orElseThrow()
                .memberId();
        group.heartbeat(id, 2);
    }

    /** Returns the follower's id. */
    private String stableWithStaticLeaderAndFollower() {
        JoinResult leader = group.joinStatic("one", "").get();
        TestGroup.Newcomer follower = group.newcomer();
        group.joinStatic("one", leader.memberId());
        group.sync(
                leader.memberId(),
                Optional.of("one"),
                2,
                Map.of(leader.memberId(), "first half", follower.id(), "second half"));
        group.sync(follower.id(), 2, Map.of());
        return follower.id();
    }
}
