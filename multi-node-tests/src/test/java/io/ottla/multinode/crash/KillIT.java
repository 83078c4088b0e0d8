package io.ottla.multinode.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import io.ottla.multinode.harness.OttlaProcess;
import io.ottla.multinode.history.Event;
import io.ottla.multinode.history.HistoryChecker;
import io.ottla.multinode.history.HistoryRecorder;
import io.ottla.multinode.history.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A node is killed again and again while clients write, read and commit. {@code -Dottla.crash.rounds=n} runs more rounds,
 * {@code -Dottla.seed=n} the same instants again.
 */
class KillIT {
    private static final int ROUNDS = Integer.getInteger("ottla.crash.rounds", 6);
    private static final long SEED = Long.getLong("ottla.seed", System.nanoTime());
    private static final String TOPIC = "killed";
    private static final String GROUP = "survivors";
    private static final List<TopicPartition> PARTITIONS =
            List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1), new TopicPartition(TOPIC, 2));

    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    private final HistoryRecorder history = new HistoryRecorder();
    private final Random random = new Random(SEED);

    @Test
    void losesDuplicatesAndReordersNothingWhenKilledAgainAndAgain() {
        OttlaProcess node = NODE.process();
        // Small segments, so that kills meet rolls too.
        JavaClients.createTopic(node.bootstrap(), TOPIC, PARTITIONS.size(), Map.of("segment.bytes", "1048576"));
        List<SequencedWriter> writers = List.of(
                SequencedWriter.start(node.bootstrap(), "a", PARTITIONS, history),
                SequencedWriter.start(node.bootstrap(), "b", PARTITIONS, history));
        AssignedReader reader = AssignedReader.start(node.bootstrap(), "reader", PARTITIONS, history);
        GroupCommitter committer = GroupCommitter.start(node.bootstrap(), GROUP, TOPIC, history);

        for (int round = 0; round < ROUNDS; round++) {
            awaitWork();
            node.kill9();
            node.restart();
            lookUpCommits();
        }
        awaitWork();

        writers.forEach(SequencedWriter::stop);
        assertThat(committer.stop()).as("failure of the group's member").isEmpty();
        lookUpCommits();
        Map<TopicPartition, List<Stored>> logs = FinalLogs.read(node.bootstrap(), TOPIC);
        assertThat(reader.finish(FinalLogs.ends(logs)))
                .as("failure of the reader")
                .isEmpty();
        assertThat(writers)
                .as("seed %s", SEED)
                .allSatisfy(writer -> assertThat(writer.failures()).isEmpty());
        assertThat(HistoryChecker.check(history.against(logs)))
                .as("seed %s", SEED)
                .isEmpty();
    }

    /** Waits for some more acknowledged records and commits, a different number each time. */
    private void awaitWork() {
        long records = history.acknowledged() + 500 + random.nextInt(4_000);
        long commits = history.commits() + 1;
        Awaitility.await("writers and readers at work, seed " + SEED)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> history.acknowledged() >= records && history.commits() >= commits);
    }

    private void lookUpCommits() {
        Map<TopicPartition, Long> atLeast = history.committed();
        try (Admin admin = JavaClients.admin(NODE.bootstrap())) {
            Map<TopicPartition, OffsetAndMetadata> found =
                    JavaClients.get(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
            for (TopicPartition partition : PARTITIONS) {
                OffsetAndMetadata offset = found.get(partition);
                history.note(new Event.CommitFound(
                        GROUP, partition, atLeast.getOrDefault(partition, 0L), offset == null ? 0 : offset.offset()));
            }
        }
    }
}
