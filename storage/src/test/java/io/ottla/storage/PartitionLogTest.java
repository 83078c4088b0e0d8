package io.ottla.storage;

import static io.ottla.storage.Fixture.NOW;
import static io.ottla.storage.Fixture.ROOT;
import static io.ottla.storage.Fixture.SMALL;
import static io.ottla.storage.Fixture.append;
import static io.ottla.storage.Fixture.appendMany;
import static io.ottla.storage.Fixture.batch;
import static io.ottla.storage.Fixture.batchAt;
import static io.ottla.storage.Fixture.directory;
import static io.ottla.storage.Fixture.flush;
import static io.ottla.storage.Fixture.newLog;
import static io.ottla.storage.Fixture.open;
import static io.ottla.storage.Fixture.read;
import static io.ottla.storage.Fixture.slice;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.storage.simulated.InMemoryDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;

class PartitionLogTest {
    @Test
    void assignsOffsetsAndReadsThemBack() {
        PartitionLog log = newLog(LogConfig.DEFAULT);

        AppendResult.Appended first = append(log, batch("a", "b"));
        AppendResult.Appended second = append(log, batch("c"));

        assertThat(first.baseOffset()).isZero();
        assertThat(first.lastOffset()).isEqualTo(1);
        assertThat(first.logAppendTimeMs()).isEqualTo(-1);
        assertThat(second.baseOffset()).isEqualTo(2);
        assertThat(read(log.view(), 0)).containsExactly("0=a", "1=b", "2=c");
        assertThat(read(log.view(), 1)).containsExactly("1=b", "2=c");
    }

    @Test
    void showsAnOldViewUnchangedWhileTheLogGrows() {
        PartitionLog log = newLog(SMALL);
        append(log, batch("a"));
        LogView before = log.view();

        appendMany(log, 100);

        assertThat(before.logEndOffset()).isEqualTo(1);
        assertThat(read(before, 0)).containsExactly("0=a");
        assertThat(log.view().logEndOffset()).isEqualTo(101);
    }

    @Test
    void readsUpToTheOffsetAskedFor() {
        PartitionLog log = newLog(LogConfig.DEFAULT);
        append(log, batch("a", "b"));
        int first = (int) log.view().sizeInBytes();
        append(log, batch("c"));

        LogSlice slice = slice(log.view().read(0, 10_000, 2, true));

        assertThat(slice.length()).isEqualTo(first);
        assertThat(slice(log.view().read(2, 10_000, 2, true)).isEmpty()).isTrue();
    }

    @Test
    void returnsOneBatchThatIsLargerThanAskedForOnlyWhereOneIsDue() {
        PartitionLog log = newLog(LogConfig.DEFAULT);
        append(log, batch("a"));

        assertThat(slice(log.view().read(0, 10, 1, true)).length())
                .isEqualTo((int) log.view().sizeInBytes());
        assertThat(slice(log.view().read(0, 10, 1, false)).isEmpty()).isTrue();
    }

    @Test
    void refusesReadsOutsideOfTheLog() {
        PartitionLog log = newLog(LogConfig.DEFAULT);
        append(log, batch("a"));

        assertThat(log.view().read(2, 100, 5, true)).isEqualTo(new ReadResult.OutOfRange(0, 1));
        assertThat(log.view().read(-1, 100, 5, true)).isEqualTo(new ReadResult.OutOfRange(0, 1));
    }

    @Test
    void rollsSegmentsBySizeAndReadsAcrossThem() {
        PartitionLog log = newLog(SMALL);

        appendMany(log, 200);

        assertThat(log.view().segmentCount()).isGreaterThan(5);
        List<String> all = LongStream.range(0, 200).mapToObj(i -> i + "=v" + i).toList();
        assertThat(read(log.view(), 0)).isEqualTo(all);
        for (int from = 0; from < 200; from += 7) {
            assertThat(read(log.view(), from)).isEqualTo(all.subList(from, 200));
        }
    }

    @Test
    void rollsBySegmentAgeInRecordTime() {
        PartitionLog log = newLog(LogConfig.builder().segmentMs(1_000).build());
        append(log, batchAt(NOW - 5_000, "old"));

        append(log, batchAt(NOW - 4_500, "same"));
        assertThat(log.view().segmentCount()).isEqualTo(1);
        append(log, batchAt(NOW, "new"));

        assertThat(log.view().segmentCount()).isEqualTo(2);
    }

    @Test
    void rollsEarlierByAJitterThatDiffersBetweenSegments() {
        PartitionLog log =
                newLog(LogConfig.builder().segmentMs(1_000).segmentJitterMs(600).build());
        Set<Long> ages = new TreeSet<>();
        long first = NOW;
        for (long time = NOW; time < NOW + 30_000; time++) {
            int segments = log.view().segmentCount();
            append(log, batchAt(time, "v"));
            if (log.view().segmentCount() > segments && time > NOW) {
                ages.add(time - first);
                first = time;
            }
        }

        assertThat(ages).allMatch(age -> age > 400 && age <= 1_001).hasSizeGreaterThan(5);
    }

    @Test
    void setsTimestampsWhereTheTopicAsksForLogAppendTime() {
        PartitionLog log = newLog(
                LogConfig.builder().timestampType(TimestampType.LOG_APPEND_TIME).build());

        AppendResult.Appended appended = append(log, batchAt(5, "a"));

        assertThat(appended.logAppendTimeMs()).isEqualTo(NOW);
        assertThat(Fixture.readOnce(log.view(), 0, 1_000).get(0).timestamp()).isEqualTo(NOW);
        assertThat(log.view().maxTimestamp()).contains(new OffsetAndTimestamp(0, NOW, 1));
    }

    @Test
    void findsOffsetsByTimestampInAllSegments() {
        PartitionLog log = newLog(SMALL);
        for (int i = 0; i < 200; i++) {
            append(log, batchAt(NOW + 10L * i - 1_000_000, "v" + i));
        }
        LogView view = log.view();

        for (int i = 0; i < 200; i++) {
            long timestamp = NOW + 10L * i - 1_000_000;
            assertThat(view.offsetForTimestamp(timestamp)).contains(new OffsetAndTimestamp(i, timestamp, 1));
            assertThat(view.offsetForTimestamp(timestamp - 9)).contains(new OffsetAndTimestamp(i, timestamp, 1));
        }
        assertThat(view.offsetForTimestamp(NOW + 10)).isEmpty();
        assertThat(view.offsetForTimestamp(0).orElseThrow().offset()).isZero();
    }

    @Test
    void findsTheFirstRecordWithTheLargestTimestamp() {
        PartitionLog log = newLog(SMALL);
        appendMany(log, 50);
        append(log, batchAt(NOW + 77, "max"));
        appendMany(log, 50);

        assertThat(log.view().maxTimestamp()).contains(new OffsetAndTimestamp(50, NOW + 77, 1));
        assertThat(newLog(SMALL).view().maxTimestamp()).isEmpty();
    }

    @Test
    void neverLowersTheHighWatermarkNorRaisesItBeyondTheEnd() {
        PartitionLog log = newLog(LogConfig.DEFAULT);
        append(log, batch("a", "b", "c"));

        log.updateHighWatermark(2);
        log.updateHighWatermark(1);
        assertThat(log.view().highWatermark()).isEqualTo(2);
        log.updateHighWatermark(50);
        assertThat(log.view().highWatermark()).isEqualTo(3);
    }

    @Test
    void truncatesToABatchBoundary() {
        PartitionLog log = newLog(SMALL);
        appendMany(log, 100);
        log.updateHighWatermark(100);
        append(log, batch("x", "y", "z"));

        log.truncateTo(102);

        assertThat(log.view().logEndOffset()).isEqualTo(100);
        log.truncateTo(37);
        assertThat(log.view().logEndOffset()).isEqualTo(37);
        assertThat(log.view().highWatermark()).isEqualTo(37);
        appendMany(log, 5);
        assertThat(read(log.view(), 36)).containsExactly("36=v36", "37=v37", "38=v38", "39=v39", "40=v40", "41=v41");
    }

    @Test
    void startsAnewWhereALogIsTruncatedFully() {
        PartitionLog log = newLog(SMALL);
        appendMany(log, 100);
        LogView before = log.view();

        log.truncateFullyAndStartAt(1_000);

        assertThat(log.view().logStartOffset()).isEqualTo(1_000);
        assertThat(log.view().logEndOffset()).isEqualTo(1_000);
        assertThat(append(log, batch("a")).baseOffset()).isEqualTo(1_000);
        assertThat(before.read(3, 100, 100, true)).isInstanceOf(ReadResult.SegmentGone.class);
    }

    @Test
    void tellsReadersOfATruncatedViewToTakeANewerOne() {
        PartitionLog log = newLog(SMALL);
        appendMany(log, 100);
        LogView before = log.view();

        log.truncateTo(50);

        assertThat(before.read(3, 100, 100, true)).isInstanceOf(ReadResult.SegmentGone.class);
        assertThat(log.view().truncations()).isEqualTo(before.truncations() + 1);
    }

    @Test
    void deletesSegmentsByRecordTime() {
        PartitionLog log = newLog(SMALL.toBuilder().retentionMs(1_000).build());
        for (int i = 0; i < 100; i++) {
            append(log, batchAt(NOW - 10_000 + i, "v" + i));
        }
        append(log, batchAt(NOW, "new"));
        log.updateHighWatermark(101);
        LogView before = log.view();

        List<Deletion> deletions = log.deleteExpired(NOW);

        assertThat(log.view().segmentCount()).isEqualTo(1);
        assertThat(log.view().logStartOffset()).isPositive();
        assertThat(before.read(0, 100, 100, true)).isInstanceOf(ReadResult.SegmentGone.class);
        deletions.forEach(Deletion::run);
        assertThat(read(log.view(), log.view().logStartOffset())).endsWith("100=new");
    }

    @Test
    void takesExpiredFilesOutOfSightAtOnceAndDeletesThemAfterTheDelay() {
        InMemoryDisk disk = new InMemoryDisk();
        PartitionLog log = open(
                directory(disk),
                SMALL.toBuilder().retentionMs(0).fileDeleteDelayMs(7_000).build());
        appendMany(log, 100);
        log.updateHighWatermark(100);

        List<Deletion> deletions = log.deleteExpired(NOW + 10);

        assertThat(deletions).isNotEmpty().allMatch(deletion -> deletion.delayMs() == 7_000);
        Path firstSegment = ROOT.resolve("orders-0").resolve("00000000000000000000.log");
        assertThat(disk.files())
                .doesNotContain(firstSegment)
                .contains(firstSegment.resolveSibling(firstSegment.getFileName() + ".deleted"));
        deletions.forEach(Deletion::run);
        assertThat(disk.files()).noneMatch(file -> file.toString().endsWith(".deleted"));
    }

    @Test
    void rollsTheActiveSegmentWhenItExpiresToo() {
        PartitionLog log = newLog(LogConfig.builder().retentionMs(1_000).build());
        append(log, batch("a"));
        log.updateHighWatermark(1);

        assertThat(log.deleteExpired(NOW + 5_000)).hasSize(1);

        assertThat(log.view().logStartOffset()).isEqualTo(1);
        assertThat(append(log, batch("b")).baseOffset()).isEqualTo(1);
    }

    @Test
    void keepsWhatIsAboveTheHighWatermarkWhateverItsAge() {
        PartitionLog log = newLog(SMALL.toBuilder().retentionMs(1_000).build());
        appendMany(log, 100);

        assertThat(log.deleteExpired(NOW + 1_000_000)).isEmpty();
        assertThat(log.view().logStartOffset()).isZero();
    }

    @Test
    void lettingGoOfASliceKeepsItsBytesUntilThen() {
        PartitionLog log = newLog(SMALL.toBuilder().retentionMs(0).build());
        appendMany(log, 100);
        log.updateHighWatermark(100);
        LogSlice slice = slice(log.view().read(0, 500, 100, true));

        log.deleteExpired(NOW + 10).forEach(Deletion::run);

        ByteBuffer bytes = ByteBuffer.allocate(500);
        assertThat(slice.copyTo(bytes)).isEqualTo(500);
        assertThat(MemoryRecords.readableRecords(bytes.flip()).firstBatch().isValid())
                .isTrue();
        slice.release();
    }

    @Test
    void advancesTheLogStartUpToTheHighWatermark() {
        PartitionLog log = newLog(SMALL);
        appendMany(log, 100);
        log.updateHighWatermark(60);

        assertThat(log.advanceLogStart(61)).isFalse();
        assertThat(log.advanceLogStart(50)).isTrue();
        assertThat(log.advanceLogStart(40)).isFalse();

        assertThat(log.view().logStartOffset()).isEqualTo(50);
        assertThat(log.view().read(49, 100, 100, true)).isInstanceOf(ReadResult.OutOfRange.class);
        int before = log.view().segmentCount();
        log.deleteExpired(NOW).forEach(Deletion::run);
        assertThat(log.view().segmentCount()).isLessThan(before);
        assertThat(log.view().logStartOffset()).isEqualTo(50);
        assertThat(read(log.view(), 50)).startsWith("50=v50").hasSize(50);
    }

    @Test
    void voidsAFlushThatATruncationOvertook() {
        PartitionLog log = newLog(SMALL);
        appendMany(log, 50);
        FlushTicket ticket = log.prepareFlush(NOW);

        log.truncateTo(20);
        appendMany(log, 30);
        ticket.force();

        assertThat(log.flushed(ticket)).isFalse();
        assertThat(log.recoveryPoint()).isZero();
        flush(log);
        assertThat(log.recoveryPoint()).isEqualTo(50);
        log.truncateTo(10);
        assertThat(log.recoveryPoint()).isEqualTo(10);
    }

    @Test
    void saysWhenAFlushIsDue() {
        PartitionLog log = newLog(LogConfig.builder().flushMessages(2).build());
        assertThat(log.isFlushDue(NOW)).isFalse();
        append(log, batch("a"));
        assertThat(log.isFlushDue(NOW)).isFalse();
        append(log, batch("b"));
        assertThat(log.isFlushDue(NOW)).isTrue();
        flush(log);
        assertThat(log.isFlushDue(NOW)).isFalse();
    }

    @Test
    void keepsTrackOfLeaderEpochs() {
        PartitionLog log = newLog(LogConfig.DEFAULT);
        log.startLeaderEpoch(1);
        append(log, batch("a", "b"));
        log.startLeaderEpoch(4);
        log.appendAsLeader(batch("c"), AppendContext.client(4, NOW));

        assertThat(log.view().latestEpoch()).hasValue(4);
        assertThat(log.view().endOffsetForEpoch(1)).isEqualTo(new EpochEndOffset(1, 2));
        assertThat(log.view().endOffsetForEpoch(3)).isEqualTo(new EpochEndOffset(1, 2));
        assertThat(log.view().endOffsetForEpoch(4)).isEqualTo(new EpochEndOffset(4, 3));
        assertThat(log.view().endOffsetForEpoch(5)).isEqualTo(EpochEndOffset.UNKNOWN);
        assertThat(log.view().endOffsetForEpoch(0)).isEqualTo(new EpochEndOffset(0, 0));
    }

    @Test
    void forgetsTheOldLogOfATopicThatIsCreatedAnew() {
        InMemoryDisk disk = new InMemoryDisk();
        LogDirectory directory = Fixture.directory(disk);
        PartitionLog old = Fixture.open(directory, SMALL);
        appendMany(old, 50);
        old.updateHighWatermark(50);
        old.advanceLogStart(40);
        flush(old);
        directory.checkpoint();
        directory.deleteLog(old).run();
        append(Fixture.open(directory, SMALL), batch("new"));
        disk.processGone();

        PartitionLog after = Fixture.open(Fixture.directory(disk), SMALL);

        assertThat(read(after.view(), 0)).containsExactly("0=new");
        assertThat(after.recoveryPoint()).isZero();
    }

    @Test
    void checksAfterACrashWhatATruncationMadePossibleAgain() {
        InMemoryDisk disk = new InMemoryDisk();
        LogDirectory directory = Fixture.directory(disk);
        PartitionLog log = Fixture.open(directory, SMALL);
        appendMany(log, 50);
        flush(log);
        directory.checkpoint();

        log.truncateTo(5);
        appendMany(log, 45);
        disk.processGone();

        assertThat(Fixture.open(Fixture.directory(disk), SMALL).recoveryPoint()).isEqualTo(5);
    }
}
