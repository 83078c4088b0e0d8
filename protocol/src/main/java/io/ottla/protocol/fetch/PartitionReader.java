package io.ottla.protocol.fetch;

import io.ottla.actors.Broker;
import io.ottla.actors.access.Caller;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionView;
import io.ottla.protocol.partition.Lookup;
import io.ottla.protocol.partition.Replicas;
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

/**
 * Reads one partition for a consumer: everything from one published view of the log, so that checks, offsets and records fit
 * together (safety rule R4). Any thread.
 */
public final class PartitionReader {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionReader.class);

    /** A segment can be deleted under a reader; a view read again after that shows a later log start. */
    private static final int ATTEMPTS = 3;

    private final Broker broker;
    private final Replicas replicas;

    /** A reader of the partitions of this node. */
    public PartitionReader(Broker broker) {
        this.broker = broker;
        this.replicas = new Replicas(broker.partitions());
    }

    /**
     * Reads what there is now.
     *
     * @param committedOnly whether to stop at the last stable offset (read_committed) instead of the high watermark
     */
    public PartitionRead read(Caller caller, FetchPosition position, boolean committedOnly, ReadBudget budget) {
        MetadataImage image = broker.metadata().image();
        FetchKey key = position.key();
        Optional<String> name = key.byId() ? image.topics().name(key.topicId()) : Optional.of(key.topic());
        if (name.isEmpty()) {
            return failed(key, "", Errors.UNKNOWN_TOPIC_ID);
        }
        if (!broker.authorizer().allows(caller, Operation.READ, Resource.topic(name.get()))) {
            return failed(key, name.get(), Errors.TOPIC_AUTHORIZATION_FAILED);
        }
        Optional<TopicImage> topic = image.topics().topic(name.get());
        if (topic.isEmpty()) {
            return failed(key, name.get(), Errors.UNKNOWN_TOPIC_OR_PARTITION);
        }
        return read(topic.get(), position, committedOnly, budget);
    }

    private PartitionRead read(TopicImage topic, FetchPosition position, boolean committedOnly, ReadBudget budget) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Lookup found = replicas.leader(topic, position.key().partition(), position.currentLeaderEpoch());
            if (found instanceof Lookup.Refused refused) {
                return failed(position.key(), topic.name(), refused.error());
            }
            Lookup.Leader leader = (Lookup.Leader) found;
            Optional<PartitionRead> read = read(topic.name(), leader, position, committedOnly, budget);
            if (read.isPresent()) {
                return read.get();
            }
        }
        return failed(position.key(), topic.name(), Errors.NOT_LEADER_OR_FOLLOWER);
    }

    /** Empty when the view is older than the deletion of a segment it needs. */
    private Optional<PartitionRead> read(
            String topic, Lookup.Leader leader, FetchPosition position, boolean committedOnly, ReadBudget budget) {
        PartitionView view = leader.view();
        LogView log = view.log();
        long limit = committedOnly ? log.lastStableOffset() : log.highWatermark();
        FetchResponseData.PartitionData data = described(position.key().partition(), log);
        PartitionRead.Awaited awaited = new PartitionRead.Awaited(leader.handle(), Math.max(position.offset(), limit));
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
        return readRecords(leader.handle(), log, position, limit, committedOnly, budget, result);
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
            budget.spend(records.sizeInBytes());
            if (committedOnly && records.sizeInBytes() > 0) {
                result.data().setAbortedTransactions(aborted(log, position.offset(), limit));
            }
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

    private static List<FetchResponseData.AbortedTransaction> aborted(LogView log, long from, long to) {
        return log.abortedTransactions(from, to).stream()
                .map(PartitionReader::aborted)
                .toList();
    }

    private static FetchResponseData.AbortedTransaction aborted(AbortedTransaction transaction) {
        return new FetchResponseData.AbortedTransaction()
                .setProducerId(transaction.producerId())
                .setFirstOffset(transaction.firstOffset());
    }

    private static PartitionRead failed(FetchKey key, String topic, Errors error) {
        FetchResponseData.PartitionData data =
                FetchResponse.partitionResponse(key.partition(), error).setRecords(empty());
        return new PartitionRead(key, topic, data, Optional.empty());
    }

    private static BaseRecords empty() {
        return MemoryRecords.EMPTY;
    }
}
