package io.ottla.storage;

import static io.ottla.storage.Fixture.NOW;
import static io.ottla.storage.Fixture.SMALL;
import static io.ottla.storage.Fixture.append;
import static io.ottla.storage.Fixture.appendMarker;
import static io.ottla.storage.Fixture.idempotent;
import static io.ottla.storage.Fixture.marker;
import static io.ottla.storage.Fixture.read;
import static io.ottla.storage.Fixture.transactional;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.storage.simulated.InMemoryDisk;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;

class FullDiskTest {
    private final InMemoryDisk disk = new InMemoryDisk();
    private final PartitionLog log = Fixture.open(Fixture.directory(disk), SMALL);

    @Test
    void undoesAnAppendAndAcceptsTheSameBufferWhenThereIsRoom() {
        for (int i = 0; i < 60; i++) {
            MemoryRecords records = idempotent(3, 0, i, "v" + i);
            // Every amount of free space, so that each of the files an append may touch is the one that fails.
            for (int free = 0; free < 130; free += 13) {
                disk.setCapacity(disk.usedBytes() + free);
                AppendResult result = log.appendAsLeader(records, AppendContext.client(1, NOW));
                if (result instanceof AppendResult.Appended) {
                    break;
                }
                assertThat(((AppendResult.Rejected) result).reason()).isEqualTo(Rejection.NO_SPACE);
                assertThat(log.view().logEndOffset()).isEqualTo(i);
                assertThat(read(log.view(), 0)).hasSize(i);
            }
            disk.setCapacity(Long.MAX_VALUE);
            if (log.view().logEndOffset() == i) {
                append(log, records);
            }
        }
        List<String> all = LongStream.range(0, 60).mapToObj(i -> i + "=v" + i).toList();
        assertThat(read(log.view(), 0)).isEqualTo(all);
        disk.processGone();
        assertThat(read(Fixture.open(Fixture.directory(disk), SMALL).view(), 0)).isEqualTo(all);
    }

    @Test
    void undoesAnAbortMarker() {
        append(log, transactional(3, 0, 0, "t"));
        MemoryRecords abort = marker(3, 0, ControlRecordType.ABORT, 1);
        disk.setCapacity(disk.usedBytes() + TransactionIndex.ENTRY_BYTES + 10);

        AppendResult refused = log.appendAsLeader(abort, AppendContext.coordinator(1, NOW));
        disk.setCapacity(Long.MAX_VALUE);

        assertThat(((AppendResult.Rejected) refused).reason()).isEqualTo(Rejection.NO_SPACE);
        assertThat(log.view().abortedTransactions(0, 10).orElseThrow()).isEmpty();
        appendMarker(log, abort);
        assertThat(log.view().abortedTransactions(0, 10).orElseThrow())
                .containsExactly(new AbortedTransaction(3, 0, 1, 2));
    }

    @Test
    void goesOnReadingWhileTheDiskIsFull() {
        append(log, idempotent(3, 0, 0, "a"));
        disk.setCapacity(disk.usedBytes());

        assertThat(read(log.view(), 0)).containsExactly("0=a");
        assertThat(log.view().maxTimestamp()).isPresent();
    }

    @Test
    void anyOtherErrorFailsTheLog() {
        disk.setFailing(true);

        assertThatThrownBy(() -> append(log, idempotent(3, 0, 0, "a")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("orders-0");
    }

    @Test
    void comesBackThroughRecoveryAfterAFailure() {
        LogDirectory directory = Fixture.directory(new InMemoryDisk());
        PartitionLog before = Fixture.open(directory, SMALL);
        append(before, idempotent(3, 0, 0, "a"));

        before.abandon();
        PartitionLog after = Fixture.open(directory, SMALL);

        assertThat(read(after.view(), 0)).containsExactly("0=a");
    }
}
