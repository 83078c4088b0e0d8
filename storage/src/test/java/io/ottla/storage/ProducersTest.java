package io.ottla.storage;

import static io.ottla.storage.Fixture.NOW;
import static io.ottla.storage.Fixture.SMALL;
import static io.ottla.storage.Fixture.append;
import static io.ottla.storage.Fixture.appendMarker;
import static io.ottla.storage.Fixture.batch;
import static io.ottla.storage.Fixture.idempotent;
import static io.ottla.storage.Fixture.marker;
import static io.ottla.storage.Fixture.newLog;
import static io.ottla.storage.Fixture.reject;
import static io.ottla.storage.Fixture.transactional;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.storage.simulated.InMemoryDisk;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class ProducersTest {
    private static final long PRODUCER = 9;

    private final PartitionLog log = newLog(LogConfig.DEFAULT);

    @Test
    void answersADuplicateWithItsFirstOffsets() {
        append(log, batch("before"));
        append(log, idempotent(PRODUCER, 0, 0, "a", "b"));
        append(log, idempotent(PRODUCER, 0, 2, "c"));

        AppendResult.Appended again = append(log, idempotent(PRODUCER, 0, 0, "a", "b"));

        assertThat(again.duplicate()).isTrue();
        assertThat(again.baseOffset()).isEqualTo(1);
        assertThat(again.lastOffset()).isEqualTo(2);
        assertThat(log.view().logEndOffset()).isEqualTo(4);
    }

    @Test
    void remembersTheOffsetsOfFiveBatchesAndOfOlderOnesThatTheyAreStored() {
        for (int i = 0; i < 7; i++) {
            append(log, idempotent(PRODUCER, 0, i, "v" + i));
        }

        for (int i = 2; i < 7; i++) {
            assertThat(append(log, idempotent(PRODUCER, 0, i, "v" + i)).duplicate())
                    .isTrue();
        }
        assertThat(again(idempotent(PRODUCER, 0, 0, "v0"))).isEqualTo(new AppendResult.Repeated(2, 0));
        assertThat(again(idempotent(PRODUCER, 0, 0, "v0", "v1"))).isEqualTo(new AppendResult.Repeated(2, 0));
        assertThat(log.view().logEndOffset()).isEqualTo(7);
    }

    @Test
    void takesNothingForStoredThatItCannotKnowToBe() {
        for (int i = 10; i < 20; i++) {
            append(log, idempotent(PRODUCER, 4, i, "v" + i));
        }

        assertThat(reject(log, idempotent(PRODUCER, 4, 9, "before the first")).reason())
                .isEqualTo(Rejection.OUT_OF_ORDER_SEQUENCE);
        assertThat(reject(log, idempotent(PRODUCER, 4, 14, "older", "and remembered"))
                        .reason())
                .isEqualTo(Rejection.OUT_OF_ORDER_SEQUENCE);
        assertThat(reject(log, idempotent(PRODUCER, 4, 30, "yet to come")).reason())
                .isEqualTo(Rejection.OUT_OF_ORDER_SEQUENCE);
        append(log, idempotent(PRODUCER, 5, 0, "next epoch"));
        assertThat(reject(log, idempotent(PRODUCER, 5, 11, "of the epoch before"))
                        .reason())
                .isEqualTo(Rejection.OUT_OF_ORDER_SEQUENCE);
    }

    @Test
    void knowsWhatIsStoredAcrossTheLargestSequenceNumber() {
        for (int i = 0; i < 4; i++) {
            append(log, idempotent(PRODUCER, 0, Integer.MAX_VALUE - 3 + i, "v" + i));
        }
        for (int i = 0; i < 5; i++) {
            append(log, idempotent(PRODUCER, 0, i, "w" + i));
        }

        assertThat(again(idempotent(PRODUCER, 0, Integer.MAX_VALUE - 1, "v2")))
                .isEqualTo(new AppendResult.Repeated(4, 0));
        assertThat(reject(log, idempotent(PRODUCER, 0, Integer.MAX_VALUE - 4, "never sent"))
                        .reason())
                .isEqualTo(Rejection.OUT_OF_ORDER_SEQUENCE);
    }

    /** A leader that forgets a silent producer takes any number from it next; to its followers that is a gap. */
    @Test
    void takesNothingForStoredThatComesBeforeAGap() {
        for (int i = 0; i < 12; i++) {
            int sequence = i < 6 ? i : 100 + i;
            log.appendAsFollower(
                    MemoryRecords.withIdempotentRecords(
                            RecordBatch.CURRENT_MAGIC_VALUE,
                            i,
                            Compression.NONE,
                            PRODUCER,
                            (short) 0,
                            sequence,
                            1,
                            new SimpleRecord(NOW, new byte[] {1})),
                    1,
                    NOW);
        }

        assertThat(log.view().logEndOffset()).isEqualTo(12);
        assertThat(again(idempotent(PRODUCER, 0, 106, "behind the gap"))).isEqualTo(new AppendResult.Repeated(7, 0));
        for (int sequence : List.of(5, 50, 105)) {
            assertThat(reject(log, idempotent(PRODUCER, 0, sequence, "before it"))
                            .reason())
                    .isEqualTo(Rejection.OUT_OF_ORDER_SEQUENCE);
        }
    }

    private AppendResult again(MemoryRecords records) {
        return log.appendAsLeader(records, AppendContext.client(1, NOW));
    }

    @Test
    void refusesAGapInTheSequence() {
        append(log, idempotent(PRODUCER, 0, 0, "a"));

        assertThat(reject(log, idempotent(PRODUCER, 0, 2, "c")).reason()).isEqualTo(Rejection.OUT_OF_ORDER_SEQUENCE);
        assertThat(log.view().logEndOffset()).isEqualTo(1);
    }

    @Test
    void acceptsAnyFirstSequenceOfAnUnknownProducer() {
        assertThat(append(log, idempotent(PRODUCER, 3, 17, "a")).duplicate()).isFalse();
    }

    @Test
    void startsANewEpochAtSequenceZeroAndRefusesTheOldOne() {
        append(log, idempotent(PRODUCER, 0, 0, "a"));

        assertThat(reject(log, idempotent(PRODUCER, 1, 1, "b")).reason()).isEqualTo(Rejection.OUT_OF_ORDER_SEQUENCE);
        append(log, idempotent(PRODUCER, 1, 0, "b"));
        assertThat(reject(log, idempotent(PRODUCER, 0, 1, "c")).reason()).isEqualTo(Rejection.INVALID_PRODUCER_EPOCH);
    }

    @Test
    void wrapsTheSequenceAroundTheLargestInt() {
        append(log, idempotent(PRODUCER, 0, Integer.MAX_VALUE - 1, "a", "b", "c"));

        assertThat(append(log, idempotent(PRODUCER, 0, 1, "d")).duplicate()).isFalse();
        assertThat(append(log, idempotent(PRODUCER, 0, Integer.MAX_VALUE - 1, "a", "b", "c"))
                        .duplicate())
                .isTrue();
    }

    @Test
    void holdsTheLastStableOffsetAtTheFirstOpenTransaction() {
        append(log, batch("a"));
        append(log, transactional(PRODUCER, 0, 0, "t"));
        append(log, transactional(11, 0, 0, "u"));
        append(log, batch("b"));
        log.updateHighWatermark(4);
        assertThat(log.view().lastStableOffset()).isEqualTo(1);

        appendMarker(log, marker(PRODUCER, 0, ControlRecordType.COMMIT, 1));
        assertThat(log.view().lastStableOffset()).isEqualTo(1);
        log.updateHighWatermark(5);
        assertThat(log.view().lastStableOffset()).isEqualTo(2);
        appendMarker(log, marker(11, 0, ControlRecordType.ABORT, 1));
        log.updateHighWatermark(6);

        assertThat(log.view().lastStableOffset()).isEqualTo(6);
        assertThat(log.view().abortedTransactions(0, 6).orElseThrow())
                .containsExactly(new AbortedTransaction(11, 2, 5, 6));
        assertThat(log.view().abortedTransactions(0, 2).orElseThrow()).isEmpty();
    }

    @Test
    void tellsNoneRatherThanSomeOfTheAbortedTransactionsWhenASegmentIsDeletedMeanwhile() {
        PartitionLog log =
                Fixture.newLog(Fixture.SMALL.toBuilder().retentionMs(1_000).build());
        for (int transaction = 0; transaction < 40; transaction++) {
            append(log, transactional(PRODUCER, 0, transaction, "t" + transaction));
            appendMarker(log, marker(PRODUCER, 0, ControlRecordType.ABORT, 1));
        }
        log.updateHighWatermark(80);
        LogView before = log.view();
        assertThat(before.abortedTransactions(0, 80).orElseThrow()).hasSize(40);

        log.deleteExpired(Fixture.NOW + 10_000).forEach(Deletion::run);

        assertThat(log.view().logStartOffset()).isPositive();
        assertThat(before.abortedTransactions(0, 80)).isEmpty();
        assertThat(log.view().abortedTransactions(log.view().logStartOffset(), 80))
                .isPresent();
    }

    @Test
    void refusesAMarkerOfAnOldCoordinatorOrProducerEpoch() {
        append(log, transactional(PRODUCER, 5, 0, "t"));
        appendMarker(log, marker(PRODUCER, 5, ControlRecordType.COMMIT, 7));

        assertThat(((AppendResult.Rejected) log.appendAsLeader(
                                marker(PRODUCER, 5, ControlRecordType.COMMIT, 6), AppendContext.coordinator(1, NOW)))
                        .reason())
                .isEqualTo(Rejection.TRANSACTION_COORDINATOR_FENCED);
        assertThat(((AppendResult.Rejected) log.appendAsLeader(
                                marker(PRODUCER, 4, ControlRecordType.COMMIT, 7), AppendContext.coordinator(1, NOW)))
                        .reason())
                .isEqualTo(Rejection.INVALID_PRODUCER_EPOCH);
    }

    @Test
    void aMarkerOfTransactionsOfVersion2EndsOnlyThatOfTheEpochBefore() {
        append(log, transactional(PRODUCER, 5, 0, "t"));
        AppendContext strict = AppendContext.of(AppendOrigin.NEXT_EPOCH_MARKER, 1, NOW);

        assertThat(((AppendResult.Rejected)
                                log.appendAsLeader(marker(PRODUCER, 5, ControlRecordType.COMMIT, 7), strict))
                        .reason())
                .as("a late marker of the transaction before")
                .isEqualTo(Rejection.INVALID_PRODUCER_EPOCH);
        assertThat(log.appendAsLeader(marker(PRODUCER, 6, ControlRecordType.COMMIT, 7), strict))
                .isInstanceOf(AppendResult.Appended.class);
        assertThat(log.appendAsLeader(marker(PRODUCER, 6, ControlRecordType.COMMIT, 7), strict))
                .as("the same marker again")
                .isInstanceOf(AppendResult.Appended.class);
    }

    @Test
    void refusesAWriteOutsideOfAnOpenTransaction() {
        append(log, transactional(PRODUCER, 0, 0, "t"));

        assertThat(reject(log, idempotent(PRODUCER, 0, 1, "x")).reason()).isEqualTo(Rejection.INVALID_TXN_STATE);
    }

    @Test
    void describesProducers() {
        append(log, transactional(PRODUCER, 2, 0, "t", "u"));

        assertThat(log.producers()).containsExactly(new ProducerStateSummary(PRODUCER, (short) 2, 1, NOW, -1, 0));
    }

    @Test
    void forgetsSilentProducersButNoneInATransaction() {
        append(log, idempotent(PRODUCER, 0, 0, "a"));
        append(log, transactional(10, 0, 0, "t"));

        log.deleteExpired(NOW + LogDirectoryOptions.DEFAULT.producerIdExpirationMs());

        assertThat(log.producers()).extracting(ProducerStateSummary::producerId).containsExactly(10L);
    }

    @Test
    void forgetsTheProducerSilentLongestBeyondTheBound() {
        LogDirectory directory =
                LogDirectory.open(new InMemoryDisk(), Fixture.ROOT, new LogDirectoryOptions(1_000, 100, 3));
        PartitionLog bounded = Fixture.open(directory, LogConfig.DEFAULT);
        append(bounded, transactional(1, 0, 0, "t"));
        for (int producer = 2; producer < 7; producer++) {
            append(bounded, idempotent(producer, 0, 0, "v"));
        }

        assertThat(bounded.producers())
                .extracting(ProducerStateSummary::producerId)
                .containsExactlyInAnyOrder(1L, 5L, 6L);
    }

    @Test
    void knowsProducersAndTransactionsAgainAfterACleanRestartAndAfterACrash() {
        for (boolean clean : List.of(true, false)) {
            InMemoryDisk disk = new InMemoryDisk();
            LogDirectory directory = Fixture.directory(disk);
            PartitionLog before = Fixture.open(directory, SMALL);
            for (int i = 0; i < 60; i++) {
                append(before, idempotent(PRODUCER, 0, i, "v" + i));
            }
            append(before, transactional(10, 0, 0, "t"));
            append(before, transactional(11, 0, 0, "u"));
            appendMarker(before, marker(11, 0, ControlRecordType.ABORT, 3));
            before.updateHighWatermark(63);
            List<ProducerStateSummary> known = before.producers();
            directory.checkpoint();
            if (clean) {
                directory.close();
            } else {
                disk.processGone();
            }

            PartitionLog after = Fixture.open(Fixture.directory(disk), SMALL);

            assertThat(after.producers()).containsExactlyInAnyOrderElementsOf(known);
            assertThat(after.view().lastStableOffset()).isEqualTo(60);
            assertThat(after.view().abortedTransactions(0, 63).orElseThrow())
                    .containsExactly(new AbortedTransaction(11, 61, 62, 60));
            assertLastFiveAreKnown(after, 60);
        }
    }

    @Test
    void forgetsWhatATruncationCutOff() {
        PartitionLog small = newLog(SMALL);
        for (int i = 0; i < 60; i++) {
            append(small, idempotent(PRODUCER, 0, i, "v" + i));
        }

        small.truncateTo(30);

        assertThat(small.producers().get(0).lastSequence()).isEqualTo(29);
        assertLastFiveAreKnown(small, 30);
        assertThat(append(small, idempotent(PRODUCER, 0, 30, "w")).baseOffset()).isEqualTo(30);
    }

    /** The producer's n-th record is record n: a client may send the last five requests again, whoever answers. */
    private static void assertLastFiveAreKnown(PartitionLog log, int count) {
        for (int i = count - 5; i < count; i++) {
            AppendResult.Appended again = append(log, idempotent(PRODUCER, 0, i, "v" + i));
            assertThat(again.duplicate()).isTrue();
            assertThat(again.baseOffset()).isEqualTo(i);
        }
    }
}
