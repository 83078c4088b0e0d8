package io.ottla.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@OttlaTest(
        settings = {"log.cleaner.backoff.ms=100", "log.initial.task.delay.ms=0", "log.retention.check.interval.ms=100"})
class CompactionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int KEYS = 10;
    private static final int ROUNDS = 60;
    private static final Map<String, String> COMPACTED =
            Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0.01");

    @Test
    void aCompactedTopicKeepsTheLastValueOfEachKey(OttlaCluster cluster) throws Exception {
        TableOfRecords log = TableOfRecords.create(cluster, "table", COMPACTED);
        write(log);

        awaitCompaction(log);

        assertThat(log.table()).isEqualTo(expected());
        assertThat(log.readAll()).extracting(ConsumerRecord::offset).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aTopicMayKeepTheLastFewValuesOfEachKeyAndFewerWhenThatChanges(OttlaCluster cluster) throws Exception {
        TableOfRecords log = TableOfRecords.create(cluster, "history", with("ottla.compaction.versions", "3"));
        write(log);

        awaitCompaction(log);

        assertThat(log.table()).isEqualTo(expected());
        assertThat(valuesOf("key-1", log)).endsWith("57", "58", "59");
        long before = log.end();

        log.set("ottla.compaction.versions", "1");
        write(log);

        await().atMost(PATIENCE)
                .until(() -> log.readAll().stream()
                                .filter(record -> record.offset() < before)
                                .count()
                        == 0);
        assertThat(log.table()).isEqualTo(expected());
    }

    @Test
    void aTopicIsCompactedFromWhenItsPolicySaysSo(OttlaCluster cluster) throws Exception {
        TableOfRecords log = TableOfRecords.create(cluster, "changed", Map.of("min.cleanable.dirty.ratio", "0.01"));
        write(log);
        assertThat(log.readAll()).hasSize(KEYS * ROUNDS + 1);

        log.set("cleanup.policy", "compact");

        awaitCompaction(log);
        assertThat(log.table()).isEqualTo(expected());
        assertThat(log.start()).isZero();
    }

    @Test
    void aTopicThatIsCompactedAndDeletedLosesWhatIsOld(OttlaCluster cluster) throws Exception {
        long hourAgo = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
        TableOfRecords log = TableOfRecords.create(cluster, "both", COMPACTED);
        log.write(100, 100, hourAgo);
        assertThat(log.table()).hasSize(100);

        log.set("retention.ms", "60000");
        log.set("cleanup.policy", "compact,delete");

        await().atMost(PATIENCE).until(() -> log.table().isEmpty());
        assertThat(log.start()).isPositive();
    }

    @Test
    void aTombstoneStaysForDeleteRetentionMs(OttlaCluster cluster) throws Exception {
        TableOfRecords log = TableOfRecords.create(cluster, "tombstones", COMPACTED);
        write(log);
        writeOthers(log);

        awaitCompaction(log);

        assertThat(valuesOf("key-0", log)).containsExactly((String) null);
    }

    @Test
    void aTombstoneGoesWhenDeleteRetentionMsHasPassed(OttlaCluster cluster) throws Exception {
        TableOfRecords log = TableOfRecords.create(cluster, "gone", with("delete.retention.ms", "100"));
        write(log);

        await().atMost(PATIENCE).until(() -> {
            writeOthers(log);
            return valuesOf("key-0", log).isEmpty();
        });
        assertThat(log.table()).containsAllEntriesOf(expected()).doesNotContainKey("key-0");
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> configs = new HashMap<>(COMPACTED);
        configs.put(name, value);
        return configs;
    }

    /** Writes every key in every round; the last round is deleted again for key 0. */
    private static void write(TableOfRecords log) throws Exception {
        log.write(KEYS * ROUNDS, KEYS, System.currentTimeMillis());
        log.delete("key-0");
    }

    /** Writes other keys, so that what was in the last segment is not any more: that one is not compacted. */
    private static void writeOthers(TableOfRecords log) throws Exception {
        log.write("other-", 40, 5, System.currentTimeMillis());
    }

    private static void awaitCompaction(TableOfRecords log) {
        await().atMost(PATIENCE).until(() -> log.readAll().size() < KEYS * ROUNDS / 4);
    }

    private static List<String> valuesOf(String key, TableOfRecords log) {
        return log.readAll().stream()
                .filter(record -> record.key().equals(key))
                .map(ConsumerRecord::value)
                .toList();
    }

    private static Map<String, String> expected() {
        Map<String, String> expected = new HashMap<>();
        for (int key = 1; key < KEYS; key++) {
            expected.put("key-" + key, "" + (ROUNDS - 1));
        }
        return expected;
    }
}
