package io.ottla.actors.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.GroupDescription;
import io.ottla.actors.group.state.GroupListing;
import io.ottla.actors.group.state.GroupPhase;
import io.ottla.actors.group.state.JoinProtocol;
import io.ottla.actors.group.state.JoinResult;
import io.ottla.actors.group.state.OffsetsAnswer;
import io.ottla.actors.group.state.SyncResult;
import io.ottla.actors.partition.Partition;
import io.ottla.storage.AppendOrigin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoordinatorShardTest {
    private static final int NODE = CoordinatorRig.NODE;

    @TempDir
    Path folder;

    private CoordinatorRig rig;

    @AfterEach
    void shutDown() {
        rig.close();
    }

    @Test
    void servesAGroupFromJoinToCommit() throws Exception {
        start(List.of(NODE));
        JoinResult joined = join("group", "");
        assertThat(joined.generationId()).isEqualTo(1);

        SyncResult synced = rig.ask(reply -> new GroupCommand.Sync(
                "group",
                joined.memberId(),
                Optional.empty(),
                1,
                Optional.empty(),
                Optional.empty(),
                Map.of(joined.memberId(), Bytes.wrap(new byte[] {7})),
                reply));

        assertThat(synced.assignment()).isEqualTo(Bytes.wrap(new byte[] {7}));
        assertThat(describe("group").phase()).isEqualTo(GroupPhase.STABLE);
        assertThat(rig.list().groups())
                .containsExactly(new GroupListing("group", "consumer", "Stable", GroupListing.CLASSIC));
    }

    @Test
    void findsEverythingAgainInItsNextTerm() throws Exception {
        start(List.of(NODE));
        for (int i = 0; i < 50; i++) {
            assertThat(rig.commit("group-" + i, i).error()).isEqualTo(Errors.NONE);
        }

        rig.follow(1);
        rig.lead(2, List.of(NODE));

        for (int i = 0; i < 50; i++) {
            assertThat(rig.fetch("group-" + i)
                            .offsets()
                            .get(CoordinatorRig.ORDERS)
                            .offset())
                    .isEqualTo(i);
        }
        assertThat(rig.list().groups()).hasSize(50);
    }

    @Test
    void appliesPipelinedCommitsInTheOrderTheyCame() throws Exception {
        start(List.of(NODE));
        CompletableFuture<OffsetsAnswer> last = new CompletableFuture<>();
        for (int i = 1; i <= 5_000; i++) {
            boolean end = i == 5_000;
            rig.groups.tell(CoordinatorRig.committing("group", i, answer -> {
                if (end) {
                    last.complete(answer);
                }
            }));
        }

        assertThat(last.get(10, TimeUnit.SECONDS).error()).isEqualTo(Errors.NONE);
        assertThat(rig.fetch("group").offsets().get(CoordinatorRig.ORDERS).offset())
                .isEqualTo(5_000);
        rig.follow(1);
        rig.lead(2, List.of(NODE));
        assertThat(rig.fetch("group").offsets().get(CoordinatorRig.ORDERS).offset())
                .isEqualTo(5_000);
    }

    @Test
    void holdsACommandThatComesJustBeforeTheElection() throws Exception {
        rig = new CoordinatorRig(folder, 1);
        CompletableFuture<OffsetsAnswer> early = new CompletableFuture<>();
        rig.groups.tell(CoordinatorRig.committing("group", 1, early::complete));

        rig.lead(0, List.of(NODE));

        assertThat(early.get(10, TimeUnit.SECONDS).error()).isEqualTo(Errors.NONE);
    }

    @Test
    void saysThatItLoadsWhenTheElectionDoesNotCome() throws Exception {
        rig = new CoordinatorRig(folder, 1);

        assertThat(rig.commit("group", 1).error()).isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS);
    }

    @Test
    void tellsNothingUntilTheWatermarkHasPassedTheEndOfTheLogAtTheElection() throws Exception {
        rig = new CoordinatorRig(folder, 1);
        rig.lead(0, List.of(NODE, 2));
        appendBehindTheWatermark();
        rig.follow(1);
        rig.lead(2, List.of(NODE, 2));

        assertThat(rig.fetch("group").error()).isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        assertThat(rig.list().error()).isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS);

        rig.lead(2, List.of(NODE));
        await().untilAsserted(() -> assertThat(rig.fetch("group").error()).isEqualTo(Errors.NONE));
    }

    @Test
    void refusesACommitWithoutEnoughReplicasAndGoesOnWhenThereAreEnough() throws Exception {
        rig = new CoordinatorRig(folder, 2);
        rig.lead(0, List.of(NODE, 2), List.of(NODE));

        assertThat(rig.commit("group", 1).error()).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(rig.fetch("group").offsets()).isEmpty();

        rig.lead(0, List.of(NODE), List.of(NODE));
        assertThat(rig.commit("group", 2).error()).isEqualTo(Errors.NONE);
    }

    @Test
    void sendsEverybodyAwayWhenItsTermEnds() throws Exception {
        rig = new CoordinatorRig(folder, 1);
        rig.lead(0, List.of(NODE, 2));
        CompletableFuture<OffsetsAnswer> uncommitted = new CompletableFuture<>();
        rig.groups.tell(CoordinatorRig.committing("group", 1, uncommitted::complete));
        await().until(() -> rig.partition.leadingView().log().logEndOffset() == 1);

        rig.follow(1);

        assertThat(uncommitted.get(10, TimeUnit.SECONDS).error()).isEqualTo(Errors.NOT_COORDINATOR);
    }

    @Test
    void forgetsGroupsOfWhichNothingIsLeft() throws Exception {
        start(List.of(NODE));
        assertThat(describe("nobody").phase()).isEqualTo(GroupPhase.DEAD);
        assertThat(rig.commit("group", 1).error()).isEqualTo(Errors.NONE);

        assertThat(rig.<Errors>ask(reply -> new GroupCommand.Delete("group", reply)))
                .isEqualTo(Errors.NONE);

        assertThat(rig.list().groups()).isEmpty();
        assertThat(rig.commit("group", 2).error()).isEqualTo(Errors.NONE);
    }

    @Test
    void forgetsOffsetsOfDeletedTopics() throws Exception {
        start(List.of(NODE));
        rig.commit("group", 1);

        rig.groups.onTopicsDeleted(Set.of("orders"));

        assertThat(rig.fetch("group").offsets()).isEmpty();
    }

    @Test
    void skipsRecordsItDoesNotUnderstand() throws Exception {
        start(List.of(NODE));
        rig.commit("group", 1);
        append(new SimpleRecord(0L, new byte[] {0, 3, 9, 9}, new byte[] {1}));
        append(new SimpleRecord(0L, new byte[] {0, 1, 9, 9}, new byte[] {1}));
        append(new SimpleRecord(0L, "?".getBytes(StandardCharsets.UTF_8), null));

        rig.follow(1);
        rig.lead(2, List.of(NODE));

        assertThat(rig.fetch("group").offsets()).hasSize(1);
    }

    @Test
    void isNotTheCoordinatorOfGroupsWithImpossibleNames() throws Exception {
        start(List.of(NODE));

        assertThat(rig.commit("g".repeat(40_000), 1).error()).isEqualTo(Errors.INVALID_GROUP_ID);
    }

    private void start(List<Integer> isr) {
        rig = new CoordinatorRig(folder, 1);
        rig.lead(0, isr);
    }

    private void appendBehindTheWatermark() {
        long end = rig.partition.leadingView().log().logEndOffset();
        append(new SimpleRecord(0L, new byte[] {0, 3}, null));
        await().until(() -> rig.partition.leadingView().log().logEndOffset() == end + 1);
    }

    private void append(SimpleRecord record) {
        rig.partition.tell(new Partition.Append(
                MemoryRecords.withRecords(Compression.NONE, record),
                (short) 1,
                AppendOrigin.COORDINATOR,
                -1,
                answer -> {}));
    }

    private JoinResult join(String group, String memberId) throws Exception {
        return rig.ask(reply -> new GroupCommand.Join(
                group,
                memberId,
                "client-1",
                Optional.empty(),
                "client",
                "/127.0.0.1",
                10_000,
                10_000,
                "consumer",
                List.of(new JoinProtocol("range", Bytes.wrap(new byte[0]))),
                false,
                false,
                "",
                reply));
    }

    private GroupDescription describe(String group) throws Exception {
        return rig.ask(reply -> new GroupCommand.Describe(group, reply));
    }
}
