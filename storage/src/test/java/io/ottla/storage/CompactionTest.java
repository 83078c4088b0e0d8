package io.ottla.storage;

import static io.ottla.storage.CompactionRig.COMPACTED;
import static io.ottla.storage.CompactionRig.batches;
import static io.ottla.storage.CompactionRig.compact;
import static io.ottla.storage.CompactionRig.ownerOf;
import static io.ottla.storage.CompactionRig.put;
import static io.ottla.storage.CompactionRig.records;
import static io.ottla.storage.CompactionRig.seal;
import static io.ottla.storage.Fixture.NOW;
import static io.ottla.storage.Fixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.storage.CompactionRig.Kept;
import io.ottla.storage.compaction.CompactionOptions;
import io.ottla.storage.simulated.InMemoryDisk;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class CompactionTest {
    private static final long DAY = 86_400_000L;

    private final InMemoryDisk disk = new InMemoryDisk();
    private final LogDirectory directory = Fixture.directory(disk);
    private final PartitionLog log = Fixture.open(directory, COMPACTED);

    @Test
    void keepsTheLastRecordOfEachKeyAtItsOffset() {
        put(log, "a", "1");
        put(log, "b", "1");
        put(log, "a", "2");
        seal(log);

        CompactionResult result = compact(log, NOW);

        assertThat(of("a", "b")).containsExactly(new Kept(1, "b", "1"), new Kept(2, "a", "2"));
        assertThat(result.bytesAfter()).isLessThan(result.bytesBefore());
        assertThat(log.cleanable(NOW).dirtyBytes()).isZero();
    }

    @Test
    void leavesTheActiveSegmentAndWhatIsNotCommittedAlone() {
        put(log, "a", "1");
        Fixture.append(log, CompactionRig.batchOf(CompactionRig.record("a", "x".repeat(250))));
        Fixture.append(log, CompactionRig.batchOf(CompactionRig.record("a", "x".repeat(250))));
        Fixture.append(log, CompactionRig.batchOf(CompactionRig.record("a", "3")));

        compact(log, NOW);

        assertThat(of("a")).extracting(Kept::offset).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void recordsDoNotWaitInTheActiveSegmentForLongerThanTheLongestCompactionLag() {
        log.updateConfig(COMPACTED.toBuilder().maxCompactionLagMs(60_000).build());
        put(log, "a", "1");
        put(log, "a", "2");

        log.deleteExpired(NOW + 60_000);
        assertThat(log.cleanable(NOW + 60_000).isDue(log.config())).isFalse();
        log.deleteExpired(NOW + 60_001);
        assertThat(log.cleanable(NOW + 60_001).isDue(log.config())).isTrue();

        compact(log, NOW + 60_001);
        assertThat(of("a")).containsExactly(new Kept(1, "a", "2"));
    }

    @Test
    void aSegmentIsRolledByTheLongestCompactionLagWhereThatIsShorterThanItsAge() {
        log.updateConfig(COMPACTED.toBuilder().maxCompactionLagMs(60_000).build());
        put(log, "a", "1");
        Fixture.append(log, CompactionRig.batchOf(new SimpleRecord(NOW + 60_001, bytes("b"), bytes("1"))));

        assertThat(log.view().segmentCount()).isEqualTo(2);
    }

    @Test
    void everythingThatItReadsAndWritesIsToldToItsPace() {
        put(log, "a", "1");
        put(log, "a", "2");
        seal(log);
        AtomicLong moved = new AtomicLong();

        CompactionResult result =
                log.startCompaction(NOW).run(CompactionOptions.DEFAULT, bytes -> moved.addAndGet(bytes), ownerOf(log));

        assertThat(moved.get())
                .as("read twice, written once")
                .isGreaterThanOrEqualTo(2 * result.bytesBefore() + result.bytesAfter());
    }

    @Test
    void joinsSmallSegments() {
        for (int round = 0; round < 10; round++) {
            put(log, "a", "1");
            seal(log);
        }
        int before = log.view().segmentCount();
        compact(log, NOW);

        seal(log);
        compact(log, NOW);

        assertThat(log.view().segmentCount()).isLessThan(before);
        assertThat(of("a")).hasSize(1);
    }

    @Test
    void keepsATombstoneUntilItsHorizonHasPassed() {
        put(log, "a", "1");
        put(log, "a", null);
        seal(log);

        compact(log, NOW);
        assertThat(of("a")).containsExactly(new Kept(1, "a", null));

        seal(log);
        compact(log, NOW + DAY - 1);
        assertThat(of("a")).containsExactly(new Kept(1, "a", null));

        seal(log);
        compact(log, NOW + DAY);
        assertThat(of("a")).isEmpty();
    }

    @Test
    void keepsSoManyVersionsOfEachKeyAndNoneFromBeforeADeletion() {
        log.updateConfig(COMPACTED.toBuilder().compactionVersions(3).build());
        for (int i = 1; i <= 5; i++) {
            put(log, "a", "" + i);
        }
        put(log, "gone", "1");
        put(log, "gone", null);
        seal(log);
        compact(log, NOW);
        assertThat(of("a")).extracting(Kept::value).containsExactly("3", "4", "5");
        assertThat(of("gone")).extracting(Kept::value).containsExactly((String) null);

        put(log, "a", "6");
        seal(log);
        compact(log, NOW + DAY);
        assertThat(of("a")).extracting(Kept::value).containsExactly("4", "5", "6");
        assertThat(of("gone")).isEmpty();
    }

    @Test
    void dropsRecordsOfAbortedTransactionsAndLaterTheirMarker() {
        put(log, "key-a", "old");
        Fixture.append(log, Fixture.transactional(7, 0, 0, "a"));
        Fixture.appendMarker(log, Fixture.marker(7, 0, ControlRecordType.ABORT, 0));
        Fixture.append(log, Fixture.transactional(8, 0, 0, "b"));
        Fixture.appendMarker(log, Fixture.marker(8, 0, ControlRecordType.COMMIT, 0));
        // Only a producer's last batch stays as a header; later ones take that place here.
        Fixture.append(log, Fixture.idempotent(7, 1, 0, "c"));
        Fixture.append(log, Fixture.idempotent(8, 1, 0, "c"));
        seal(log);

        compact(log, NOW);
        assertThat(of("key-a", "key-b"))
                .extracting(Kept::offset)
                .as("the aborted record does not supersede the one before")
                .containsExactly(0L, 3L);
        assertThat(markers()).containsExactly(2L, 4L);
        assertThat(log.view().abortedTransactions(0, 5).orElseThrow()).hasSize(1);

        seal(log);
        compact(log, NOW);
        assertThat(markers()).as("first seen without records").containsExactly(2L, 4L);
        seal(log);
        compact(log, NOW + DAY);
        assertThat(markers()).containsExactly(4L);
        assertThat(log.view().abortedTransactions(0, 5).orElseThrow()).isEmpty();
    }

    @Test
    void keepsTheLastSequenceNumberOfEveryProducerAlsoForARecovery() {
        Fixture.append(log, Fixture.idempotent(7, 0, 0, "a"));
        Fixture.append(log, Fixture.idempotent(7, 0, 1, "a"));
        put(log, "key-a", "newer");
        seal(log);
        compact(log, NOW);
        assertThat(of("key-a")).hasSize(1);

        disk.files().stream()
                .filter(file -> file.toString().endsWith(".snapshot"))
                .forEach(file -> deleteQuietly(file));
        disk.processGone();
        PartitionLog recovered = Fixture.open(Fixture.directory(disk), COMPACTED);

        assertThat(recovered.producers())
                .singleElement()
                .satisfies(producer -> assertThat(producer.lastSequence()).isEqualTo(1));
    }

    @Test
    void keepsTheCodec() {
        for (int i = 0; i < 30; i++) {
            Fixture.append(
                    log,
                    MemoryRecords.withRecords(
                            Compression.of(CompressionType.ZSTD).build(),
                            CompactionRig.record("a", "v".repeat(i)),
                            CompactionRig.record("b" + i, "v")));
        }
        log.updateHighWatermark(log.view().logEndOffset());

        compact(log, NOW);

        assertThat(of("a").size()).isLessThan(30);
        assertThat(batches(log.view()))
                .filteredOn(batch -> batch.countOrNull() > 0)
                .allSatisfy(batch -> assertThat(batch.compressionType()).isEqualTo(CompressionType.ZSTD));
    }

    @Test
    void goesAsFarAsItsMemoryReachesAndGoesOnNextTime() {
        for (int i = 0; i < 40; i++) {
            put(log, "key" + i, "1");
        }
        for (int i = 0; i < 40; i++) {
            put(log, "key" + i, "2");
        }
        seal(log);
        CompactionOptions tiny = new CompactionOptions(24 * 12, 0.9, 4096);

        long first = compact(log, NOW, tiny).endOffset();
        assertThat(first).isPositive().isLessThan(40);
        int runs = 1;
        while (log.cleanable(NOW).dirtyBytes() > 0 && runs++ < 100) {
            compact(log, NOW, tiny);
        }

        assertThat(records(log.view()).stream().filter(each -> each.key().startsWith("key")))
                .hasSize(40)
                .allSatisfy(each -> assertThat(each.value()).isEqualTo("2"));
    }

    @Test
    void aTruncationOrDeletionMeanwhileMakesItVoid() {
        LogConfig both = COMPACTED.toBuilder()
                .cleanupPolicy(Set.of(CleanupPolicy.COMPACT, CleanupPolicy.DELETE))
                .build();
        for (Runnable change : List.<Runnable>of(() -> log.truncateTo(log.view().logEndOffset() - 1), () -> {
            log.updateConfig(both.toBuilder().retentionBytes(1_000).build());
            log.deleteExpired(NOW);
            log.updateConfig(both);
        })) {
            for (int i = 0; i < 60; i++) {
                put(log, "a" + i % 3, "1");
            }
            LogCompaction compaction = log.startCompaction(NOW);
            change.run();
            List<Kept> before = records(log.view());

            CompactionResult result = compaction.run(CompactionOptions.DEFAULT, moved -> {}, ownerOf(log));

            assertThat(result.isVoid()).isTrue();
            assertThat(records(log.view())).isEqualTo(before);
            assertThat(disk.files()).noneMatch(file -> file.toString().endsWith(".cleaned"));
        }
    }

    @Test
    void readersOfAnOlderViewGoOnUntilTheFilesAreDeleted() {
        put(log, "a", "1");
        put(log, "a", "2");
        seal(log);
        LogView before = log.view();
        List<Kept> seen = records(before);
        CompactionOwner owner = ownerOf(log);

        log.startCompaction(NOW).run(CompactionOptions.DEFAULT, moved -> {}, new CompactionOwner() {
            @Override
            public boolean replace(CompactedSegment compacted) {
                Deletion deletion = log.replaceSegments(compacted).orElseThrow();
                assertThat(records(before)).isEqualTo(seen);
                deletion.run();
                return true;
            }

            @Override
            public void finish(LogCompaction compaction, long endOffset) {
                owner.finish(compaction, endOffset);
            }
        });

        assertThat(before.read(0, 100, 1, true)).isInstanceOf(ReadResult.SegmentGone.class);
        assertThat(of("a")).hasSize(1);
    }

    @Test
    void aDamagedBatchIsNotWrittenAnewAsIfItWereRight() {
        put(log, "a", "1");
        put(log, "a", "2");
        seal(log);
        Path first = Fixture.ROOT.resolve("orders-0/00000000000000000000.log");
        byte[] content = disk.content(first);
        content[66] ^= 1;
        disk.setContent(first, content);

        assertThatThrownBy(() -> compact(log, NOW))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("wrong checksum")
                .hasMessageContaining("position 0");
    }

    @Test
    void whereItCameToSurvivesARestartButNotATruncation() {
        put(log, "a", "1");
        seal(log);
        long end = compact(log, NOW).endOffset();
        directory.close();

        LogDirectory again = Fixture.directory(disk);
        PartitionLog reopened = Fixture.open(again, COMPACTED);
        assertThat(reopened.cleanable(NOW).firstDirty()).isEqualTo(end);

        reopened.truncateTo(1);
        disk.processGone();
        PartitionLog afterCrash = Fixture.open(Fixture.directory(disk), COMPACTED);
        assertThat(afterCrash.cleanable(NOW).firstDirty()).isLessThanOrEqualTo(1);
    }

    @Test
    void aCompactedLogWhoseTopicIsNotCompactedAnyMoreSurvivesACrash() {
        for (int i = 0; i < 60; i++) {
            put(log, "a" + i % 3, "1");
        }
        compact(log, NOW);
        List<Kept> before = records(log.view());
        disk.processGone();

        LogConfig deleting = COMPACTED.toBuilder()
                .cleanupPolicy(Set.of(CleanupPolicy.DELETE))
                .build();

        assertThat(records(Fixture.open(Fixture.directory(disk), deleting).view()))
                .isEqualTo(before);
    }

    private List<Kept> of(String... keys) {
        Set<String> wanted = Set.of(keys);
        return records(log.view()).stream()
                .filter(each -> wanted.contains(each.key()))
                .toList();
    }

    private List<Long> markers() {
        return batches(log.view()).stream()
                .filter(batch -> batch.isControlBatch() && batch.iterator().hasNext())
                .map(MutableRecordBatch::baseOffset)
                .toList();
    }

    private void deleteQuietly(Path file) {
        try {
            disk.delete(file);
        } catch (java.io.IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
