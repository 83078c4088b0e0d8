package io.ottla.actors.group.state;

import static io.ottla.actors.group.state.TestGroup.offset;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class GroupOffsetsTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final long RETENTION_MS = TestGroup.LIMITS.offsetsRetentionMs();

    private final TestGroup group = new TestGroup();

    @Test
    void commitsForAMemberOfTheGeneration() {
        String member = group.stableWithOneMember();

        assertThat(group.commit(member, 1, offset("orders", 0, 42)).get().error())
                .isEqualTo(Errors.NONE);

        assertThat(group.offsets().get(ORDERS).offset()).isEqualTo(42);
    }

    @Test
    void refusesStrangersFormerGenerationsAndMembersWithoutAssignment() {
        String member = group.stableWithOneMember();

        assertThat(error(group.commit("stranger", 1, offset("orders", 0, 1)))).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(error(group.commit(member, 0, offset("orders", 0, 1)))).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(error(group.commit("", -1, offset("orders", 0, 1)))).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        group.join(member);
        assertThat(error(group.commit(member, 2, offset("orders", 0, 1)))).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
    }

    @Test
    void commitsForWhoUsesTheGroupForOffsetsOnly() {
        assertThat(error(group.commit("", -1, offset("orders", 0, 7)))).isEqualTo(Errors.NONE);

        assertThat(group.group.phase()).isEqualTo(GroupPhase.EMPTY);
        assertThat(group.offsets()).containsOnlyKeys(ORDERS);
    }

    @Test
    void tellsTheMemberOfAGroupThatIsGoneSo() {
        assertThat(error(group.commit("member", 3, offset("orders", 0, 7)))).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
    }

    @Test
    void refusesOnlyTheOffsetWhoseMetadataIsTooLarge() {
        OffsetToCommit large =
                new OffsetToCommit(new TopicPartition("orders", 1), Uuid.ZERO_UUID, 1, -1, "x".repeat(4_097), -1);

        OffsetsAnswer answer =
                group.commit("", -1, offset("orders", 0, 7), large).get();

        assertThat(answer.errorOf(large.partition())).isEqualTo(Errors.OFFSET_METADATA_TOO_LARGE);
        assertThat(answer.errorOf(ORDERS)).isEqualTo(Errors.NONE);
        assertThat(group.offsets()).containsOnlyKeys(ORDERS);
    }

    @Test
    void changesNothingWhenACommitIsRefused() {
        group.commit("", -1, offset("orders", 0, 7));
        group.logAnswers = Errors.COORDINATOR_NOT_AVAILABLE;

        assertThat(error(group.commit("", -1, offset("orders", 0, 8)))).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);

        assertThat(group.offsets().get(ORDERS).offset()).isEqualTo(7);
    }

    @Test
    void countsACommitAsASignOfLife() {
        String member = group.stableWithOneMember();

        for (int i = 0; i < 10; i++) {
            group.pass(TestGroup.SESSION_MS / 2);
            group.commit(member, 1, offset("orders", 0, i));
        }

        assertThat(group.group.phase()).isEqualTo(GroupPhase.STABLE);
    }

    @Test
    void deletesOffsetsOnlyOfTopicsNobodyInTheGroupReads() {
        String member = group.stableWithOneMember();
        group.commit(member, 1, offset("orders", 0, 1), offset("former", 0, 1));

        OffsetsAnswer answer = deleteOffsets(ORDERS, new TopicPartition("former", 0), new TopicPartition("former", 9));

        assertThat(answer.errorOf(ORDERS)).isEqualTo(Errors.GROUP_SUBSCRIBED_TO_TOPIC);
        assertThat(answer.errorOf(new TopicPartition("former", 0))).isEqualTo(Errors.NONE);
        assertThat(answer.errorOf(new TopicPartition("former", 9))).isEqualTo(Errors.NONE);
        assertThat(group.offsets()).containsOnlyKeys(ORDERS);
    }

    @Test
    void deletesNoOffsetsOfAGroupThatIsInUseByNoConsumers() {
        JoinProtocol opaque = new JoinProtocol("v0", TestGroup.bytes("?"));
        String id = group.join("", Optional.empty(), "connect", List.of(opaque))
                .get()
                .memberId();
        group.join(id, Optional.empty(), "connect", List.of(opaque));

        assertThat(deleteOffsets(ORDERS).error()).isEqualTo(Errors.NON_EMPTY_GROUP);
    }

    @Test
    void deletesAGroupWithItsOffsetsOnlyWhenItIsEmpty() {
        assertThat(group.delete()).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
        String member = group.stableWithOneMember();
        group.commit(member, 1, offset("orders", 0, 1));
        assertThat(group.delete()).isEqualTo(Errors.NON_EMPTY_GROUP);
        group.leave(member);

        assertThat(group.delete()).isEqualTo(Errors.NONE);

        assertThat(group.group.isVacant()).isTrue();
        assertThat(group.replayed().isVacant()).isTrue();
        assertThat(group.describe().phase()).isEqualTo(GroupPhase.DEAD);
    }

    @Test
    void forgetsAnEmptyGroupWhenItHasBeenEmptyForTheRetention() {
        String member = group.stableWithOneMember();
        group.commit(member, 1, offset("orders", 0, 1));
        group.pass(TestGroup.SESSION_MS);
        assertThat(group.group.phase()).isEqualTo(GroupPhase.EMPTY);

        group.pass(RETENTION_MS - 1);
        expire();
        assertThat(group.offsets()).containsOnlyKeys(ORDERS);
        group.pass(1);
        expire();

        assertThat(group.group.isVacant()).isTrue();
        assertThat(group.replayed().isVacant()).isTrue();
    }

    @Test
    void forgetsWhatLiveConsumersNoLongerReadAndNothingElse() {
        String member = group.stableWithOneMember();
        group.commit(member, 1, offset("orders", 0, 1), offset("former", 0, 1));
        for (long passed = 0; passed < RETENTION_MS; passed += 5_000) {
            group.nowMs += 5_000;
            group.heartbeat(member, 1);
        }

        expire();

        assertThat(group.offsets()).containsOnlyKeys(ORDERS);
        assertThat(group.group.phase()).isEqualTo(GroupPhase.STABLE);
    }

    @Test
    void forgetsOffsetsOfNoGroupTheRetentionAfterTheirCommit() {
        group.commit("", -1, offset("orders", 0, 1));
        group.pass(RETENTION_MS / 2);
        group.commit("", -1, offset("orders", 1, 1));
        group.pass(RETENTION_MS / 2);

        expire();

        assertThat(group.offsets()).containsOnlyKeys(new TopicPartition("orders", 1));
    }

    @Test
    void honoursTheRetentionAnOldClientAskedFor() {
        OffsetToCommit brief = new OffsetToCommit(ORDERS, Uuid.ZERO_UUID, 1, -1, "", 1_000);
        group.commit("", -1, brief);
        group.pass(999);
        expire();
        assertThat(group.offsets()).containsOnlyKeys(ORDERS);

        group.pass(1);
        expire();

        assertThat(group.offsets()).isEmpty();
    }

    @Test
    void forgetsOffsetsOfDeletedTopics() {
        group.commit("", -1, offset("orders", 0, 1), offset("deleted", 0, 1));

        group.tell(new GroupCommand.ForgetTopics(TestGroup.ID, Set.of("deleted")));

        assertThat(group.offsets()).containsOnlyKeys(ORDERS);
    }

    @Test
    void tellsTheOffsetsAskedFor() {
        group.commit("", -1, offset("orders", 0, 1), offset("orders", 1, 2));
        Asked<FetchedOffsets> asked = new Asked<>();

        group.tell(new GroupCommand.FetchOffsets(
                TestGroup.ID, Optional.of(List.of(ORDERS, new TopicPartition("orders", 9))), false, asked));

        assertThat(asked.get().offsets()).hasSize(1).extractingByKey(ORDERS).satisfies(found -> {
            assertThat(found.offset()).isEqualTo(1);
        });
    }

    private void expire() {
        group.tell(new GroupCommand.Expire(TestGroup.ID));
    }

    private OffsetsAnswer deleteOffsets(TopicPartition... partitions) {
        Asked<OffsetsAnswer> asked = new Asked<>();
        group.tell(new GroupCommand.DeleteOffsets(TestGroup.ID, List.of(partitions), asked));
        return asked.get();
    }

    private static Errors error(Asked<OffsetsAnswer> asked) {
        return asked.get().error();
    }
}
