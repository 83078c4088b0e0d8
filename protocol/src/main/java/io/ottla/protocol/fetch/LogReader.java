package io.ottla.protocol.fetch;

import io.ottla.actors.partition.PartitionHandle;
import io.ottla.storage.AbortedTransaction;
import io.ottla.storage.EpochEndOffset;
import io.ottla.storage.LogView;
import io.ottla.storage.ReadResult;
import io.ottla.storage.StorageException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.FetchResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one view of one log, for consumers and followers alike. Stateless. */
final class LogReader {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

    private LogReader() {}

    /**
     * Reads what there is.
     *
     * @param limit nothing from this offset on is read
     * @param committedOnly whether the reader must be told of aborted transactions
     * @return empty when the view is older than the deletion of a segment that it needs
     */
    static Optional<PartitionRead> read(
            PartitionHandle handle,
            LogView log,
            FetchPosition position,
            long limit,
            boolean committedOnly,
            ReadBudget budget) {
        String topic = handle.id().topic();
        FetchResponseData.PartitionData data = described(position.key().partition(), log);
        PartitionRead.Awaited awaited = new PartitionRead.Awaited(handle, Math.max(position.offset(), limit));
        PartitionRead result = new PartitionRead(position.key(), topic, data, Optional.of(awaited));
        Errors history = compareHistory(position, log, data);
        if (history != Errors.NONE) {
            return Optional.of(failed(position.key(), topic, history));
        }
        if (data.divergingEpoch().epoch() >= 0) {
            return Optional.of(result);
        }
        if (position.offset() < log.logStartOffset() || position.offset() > log.logEndOffset()) {
            return Optional.of(failed(position.key(), topic, Errors.OFFSET_OUT_OF_RANGE));
        }
        if (committedOnly) {
            data.setAbortedTransactions(List.of());
        }
        if (position.offset() >= limit || budget.isSpent()) {
            return Optional.of(result);
        }
        return readRecords(handle, log, position, limit, committedOnly, budget, result);
    }

    private static Optional<PartitionRead> readRecords(
            PartitionHandle handle,
            LogView log,
            FetchPosition position,
            long limit,
            boolean committedOnly,
            ReadBudget budget,
            PartitionRead result) {
        try {
            ReadResult read =
                    log.read(position.offset(), budget.grant(position.maxBytes()), limit, budget.firstBatchDue());
            if (read instanceof ReadResult.SegmentGone) {
                return Optional.empty();
            }
            if (read instanceof ReadResult.OutOfRange) {
                return Optional.of(failed(position.key(), result.topic(), Errors.OFFSET_OUT_OF_RANGE));
            }
            SliceRecords records = new SliceRecords(((ReadResult.Read) read).slice());
            result.data().setRecords(records);
            if (committedOnly && records.sizeInBytes() > 0) {
                Optional<List<FetchResponseData.AbortedTransaction>> aborted = aborted(log, position.offset(), limit);
                if (aborted.isEmpty()) {
                    result.release();
                    return Optional.empty();
                }
                result.data().setAbortedTransactions(aborted.get());
            }
            budget.spend(records.sizeInBytes());
            return Optional.of(result);
        } catch (StorageException failure) {
            LOG.error("reading failed partition={} offset={}", handle.id(), position.offset(), failure);
            result.release();
            return Optional.of(failed(position.key(), result.topic(), Errors.KAFKA_STORAGE_ERROR));
        }
    }

    private static FetchResponseData.PartitionData described(int partition, LogView log) {
        return new FetchResponseData.PartitionData()
                .setPartitionIndex(partition)
                .setHighWatermark(log.highWatermark())
                .setLastStableOffset(log.lastStableOffset())
                .setLogStartOffset(log.logStartOffset())
                .setAbortedTransactions(null)
                .setRecords(empty());
    }

    /** KIP-595: a reader whose last record is of another history is told, in {@code data}, where the two part. */
    private static Errors compareHistory(FetchPosition position, LogView log, FetchResponseData.PartitionData data) {
        int lastEpoch = position.lastFetchedEpoch();
        if (lastEpoch < 0) {
            return Errors.NONE;
        }
        EpochEndOffset end = log.endOffsetForEpoch(lastEpoch);
        if (end.epoch() < 0) {
            return Errors.OFFSET_OUT_OF_RANGE;
        }
        if (end.epoch() < lastEpoch || end.endOffset() < position.offset()) {
            data.divergingEpoch().setEpoch(end.epoch()).setEndOffset(end.endOffset());
        }
        return Errors.NONE;
    }

    /** Whether the reader's last record is in this log, and the next may be. */
    static boolean agrees(FetchPosition position, LogView log) {
        int lastEpoch = position.lastFetchedEpoch();
        if (position.offset() < log.logStartOffset() || position.offset() > log.logEndOffset()) {
            return false;
        }
        if (lastEpoch < 0) {
            return true;
        }
        EpochEndOffset end = log.endOffsetForEpoch(lastEpoch);
        return end.epoch() == lastEpoch && end.endOffset() >= position.offset();
    }

    private static Optional<List<FetchResponseData.AbortedTransaction>> aborted(LogView log, long from, long to) {
        return log.abortedTransactions(from, to)
                .map(found -> found.stream().map(LogReader::aborted).toList());
    }

    private static FetchResponseData.AbortedTransaction aborted(AbortedTransaction transaction) {
        return new FetchResponseData.AbortedTransaction()
                .setProducerId(transaction.producerId())
                .setFirstOffset(transaction.firstOffset());
    }

    static PartitionRead failed(FetchKey key, String topic, Errors error) {
        FetchResponseData.PartitionData data =
                FetchResponse.partitionResponse(key.partition(), error).setRecords(empty());
        return new PartitionRead(key, topic, data, Optional.empty());
    }

    private static BaseRecords empty() {
        return MemoryRecords.EMPTY;
    }
}
