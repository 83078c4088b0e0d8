package io.ottla.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ottla.actors.partition.AppendReply;
import io.ottla.actors.partition.Partition;
import io.ottla.storage.LogConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicationTest {
    private static final int ACKS_ALL = -1;
    private static final int ACKS_LEADER = 1;
    private static final List<Integer> ALL = List.of(1, 2, 3);

    @TempDir
    Path folder;

    @Test
    void answersAcksAllOnceEverybodyInSyncHasIt() throws Exception {
        try (LinkedNodes nodes = new LinkedNodes(folder, LogConfig.DEFAULT, ALL)) {
            List<CompletableFuture<AppendReply>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(nodes.append(1, "value " + i, ACKS_ALL));
            }

            for (CompletableFuture<AppendReply> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).isInstanceOf(AppendReply.Accepted.class);
            }
            assertThat(nodes.records(2)).hasSize(100).isEqualTo(nodes.records(1));
            assertThat(nodes.records(3)).isEqualTo(nodes.records(1));
        }
    }

    @Test
    void tellsFollowersTheWatermarkAlsoWhenNothingIsWrittenAfterwards() throws Exception {
        try (LinkedNodes nodes = new LinkedNodes(folder, LogConfig.DEFAULT, ALL)) {
            accepted(nodes.append(1, "only", ACKS_ALL));

            await().untilAsserted(() -> assertThat(nodes.log(2).highWatermark()).isEqualTo(1));
        }
    }

    @Test
    void takesAFollowerIntoTheIsrOnceItHasEverything() throws Exception {
        try (LinkedNodes nodes = new LinkedNodes(folder, LogConfig.DEFAULT, List.of(1))) {
            for (int i = 0; i < 50; i++) {
                accepted(nodes.append(1, "value " + i, ACKS_ALL));
            }

            await().untilAsserted(() -> assertThat(nodes.partition().isr()).containsExactlyInAnyOrder(1, 2, 3));
            assertThat(nodes.records(3)).hasSize(50);
        }
    }

    @Test
    void undoesWhatADeposedLeaderWroteAlone() throws Exception {
        try (LinkedNodes nodes = new LinkedNodes(folder, LogConfig.DEFAULT, ALL)) {
            accepted(nodes.append(1, "common", ACKS_ALL));
            nodes.elect(2, List.of(2, 3));
            nodes.tell(2);
            nodes.tell(3);
            await().until(() -> nodes.replica(3).view().leaderEpoch() == 1);
            accepted(nodes.append(1, "never seen", ACKS_LEADER));
            accepted(nodes.append(1, "never seen either", ACKS_LEADER));
            accepted(nodes.append(2, "of the new leader", ACKS_ALL));

            nodes.tell(1);

            await().untilAsserted(() -> assertThat(nodes.partition().isr()).containsExactlyInAnyOrder(1, 2, 3));
            assertThat(nodes.records(1)).containsExactly("0@0=common", "1@1=of the new leader");
            assertThat(nodes.records(1)).isEqualTo(nodes.records(2));
        }
    }

    @Test
    void aLeaderThatHearsOfANewerOneFromAFollowerStopsAtOnce() throws Exception {
        try (LinkedNodes nodes = new LinkedNodes(folder, LogConfig.DEFAULT, ALL)) {
            accepted(nodes.append(1, "common", ACKS_ALL));
            nodes.elect(1, ALL);

            nodes.tell(2);

            await().until(() -> !nodes.replica(1).view().leads());
            assertThat(nodes.append(1, "late", ACKS_LEADER).get(20, TimeUnit.SECONDS))
                    .isEqualTo(AppendReply.Refused.of(Errors.NOT_LEADER_OR_FOLLOWER));
            nodes.tellEverybody();
            await().until(() -> nodes.replica(1).view().leads());
            accepted(nodes.append(1, "in time", ACKS_ALL));
        }
    }

    @Test
    void connectsAgainWhenTheLeadersNodeHasMoved() throws Exception {
        try (LinkedNodes nodes = new LinkedNodes(folder, LogConfig.DEFAULT, ALL)) {
            accepted(nodes.append(1, "before", ACKS_ALL));
            nodes.closePort(1);
            CompletableFuture<AppendReply> answer = nodes.append(1, "meanwhile", ACKS_ALL);

            nodes.openPort(1);

            accepted(answer);
            assertThat(nodes.records(3)).hasSize(2);
        }
    }

    @Test
    void acknowledgesOnlyWhatIsOnItsDiskWhereTheTopicAsksForThat() throws Exception {
        LogConfig forced = LogConfig.builder().flushMessages(1).build();
        try (LinkedNodes nodes = new LinkedNodes(folder, forced, ALL)) {
            for (int i = 0; i < 20; i++) {
                accepted(nodes.append(1, "value " + i, ACKS_ALL));
            }

            assertThat(nodes.records(2)).hasSize(20);
        }
    }

    @Test
    void deletesRecordsEverywhere() throws Exception {
        try (LinkedNodes nodes = new LinkedNodes(folder, LogConfig.DEFAULT, ALL)) {
            for (int i = 0; i < 10; i++) {
                accepted(nodes.append(1, "value " + i, ACKS_ALL));
            }
            CompletableFuture<Partition.RecordsDeleted> deleted = new CompletableFuture<>();

            nodes.replica(1).tell(new Partition.DeleteRecords(6, Duration.ofSeconds(20), deleted::complete));

            assertThat(deleted.get(20, TimeUnit.SECONDS)).isEqualTo(new Partition.RecordsDeleted(Errors.NONE, 6));
            assertThat(nodes.log(2).logStartOffset()).isEqualTo(6);
            assertThat(nodes.log(3).logStartOffset()).isEqualTo(6);
        }
    }

    private static void accepted(CompletableFuture<AppendReply> answer) throws Exception {
        assertThat(answer.get(20, TimeUnit.SECONDS)).isInstanceOf(AppendReply.Accepted.class);
    }
}
