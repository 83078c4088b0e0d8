package io.ottla.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept for how long, with settings that change while the broker runs. */
class RetentionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> FOR_EVER = Map.of("retention.ms", "-1", "retention.bytes", "-1");

    @TempDir
    Path folder;

    private OttlaCluster cluster;

    @BeforeEach
    void start() {
        cluster = OttlaCluster.builder()
                .set("log.dirs", folder.resolve("a").toString())
                .set("log.initial.task.delay.ms", "0")
                .set("log.retention.check.interval.ms", "100")
                .start();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void retentionBytesTakesEffectWhileTheBrokerRuns() throws Exception {
        TableOfRecords log = TableOfRecords.create(cluster, "sized", FOR_EVER);
        log.write(200, 200, System.currentTimeMillis());
        assertThat(log.start()).isZero();

        log.set("retention.bytes", "4000");

        await().atMost(PATIENCE).until(() -> log.start() > 0);
        long start = log.start();
        assertThat(log.readAll())
                .extracting(ConsumerRecord::offset)
                .containsExactlyElementsOf(LongStream.range(start, 200).boxed().toList());
    }

    @Test
    void retentionMsGoesByTheTimeOfTheRecordsAndTakesTheActiveSegmentToo() throws Exception {
        long hourAgo = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
        TableOfRecords log = TableOfRecords.create(cluster, "aged", FOR_EVER);
        log.write(100, 100, hourAgo);
        assertThat(log.start()).isZero();

        log.set("retention.ms", "60000");

        await().atMost(PATIENCE).until(() -> log.start() == 100);
        assertThat(log.end()).isEqualTo(100);
        log.write(1, 1, System.currentTimeMillis());
        assertThat(log.readAll()).extracting(ConsumerRecord::offset).containsExactly(100L);
    }

    @Test
    void segmentMsTakesEffectWhileTheBrokerRuns() throws Exception {
        TableOfRecords log = TableOfRecords.create(cluster, "rolled", Map.of("internal.segment.bytes", "1000000"));
        log.write(10, 10, System.currentTimeMillis());
        assertThat(segments("rolled-0")).isEqualTo(1);

        log.set("segment.ms", "1");

        await().atMost(PATIENCE).until(() -> {
            log.write(1, 1, System.currentTimeMillis());
            return segments("rolled-0") > 1;
        });
    }

    @Test
    void deletedRecordsStayDeletedAlsoAfterACrash() throws Exception {
        TableOfRecords log = TableOfRecords.create(cluster, "cut", FOR_EVER);
        log.write(100, 100, System.currentTimeMillis());

        assertThat(delete(log, 42)).isEqualTo(42);

        assertThat(log.start()).isEqualTo(42);
        assertThat(log.readAll()).hasSize(58);
        assertThatThrownBy(() -> delete(log, 101)).hasCauseInstanceOf(OffsetOutOfRangeException.class);
        assertThat(delete(log, 7)).as("what is gone already").isEqualTo(42);
        cluster.stopBroker(1);
        cluster.startBroker(1);
        assertThat(log.start()).isEqualTo(42);
        assertThat(delete(log, -1)).as("all that is committed").isEqualTo(100);
        assertThat(log.readAll()).isEmpty();
    }

    @Test
    void recordsOfATopicThatIsOnlyCompactedAreNotDeletedByOffset() throws Exception {
        TableOfRecords log = TableOfRecords.create(cluster, "table", Map.of("cleanup.policy", "compact"));
        log.write(10, 10, System.currentTimeMillis());

        assertThatThrownBy(() -> delete(log, 5)).hasCauseInstanceOf(PolicyViolationException.class);

        log.set("cleanup.policy", "compact,delete");
        assertThat(delete(log, 5)).isEqualTo(5);
    }

    private static long delete(TableOfRecords log, long offset) throws Exception {
        try (Admin admin = log.admin()) {
            return admin.deleteRecords(Map.of(log.partition(), RecordsToDelete.beforeOffset(offset)))
                    .lowWatermarks()
                    .get(log.partition())
                    .get()
                    .lowWatermark();
        }
    }

    private long segments(String partition) throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("a").resolve(partition))) {
            return files.filter(file -> file.toString().endsWith(".log")).count();
        }
    }
}
