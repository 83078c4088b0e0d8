package io.ottla.protocol.api;

import io.ottla.actors.partition.PartitionView;
import io.ottla.storage.EpochEndOffset;
import io.ottla.storage.LogView;
import io.ottla.storage.OffsetAndTimestamp;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ListOffsetsRequest;

/**
 * Looks up offsets in one view of one log.
 *
 * <p>A leader that has not yet got its high watermark past the start of its own epoch does not know for sure how far its log
 * is committed: until then the end is OFFSET_NOT_AVAILABLE (KIP-207, safety rule R3).
 *
 * @param view the partition
 * @param end the offset before which everything may be told: high watermark, last stable offset, or log end for replicas
 * @param forConsumer whether a consumer asks, who must not be told what may yet be undone
 */
record OffsetQuery(PartitionView view, long end, boolean forConsumer) {
    private static final short FIRST_WITH_OFFSET_NOT_AVAILABLE = 5;
    private static final int UNKNOWN = -1;

    /**
     * What was found.
     *
     * @param error NONE, or OFFSET_NOT_AVAILABLE
     * @param offset -1 for nothing
     * @param timestampMs of the record, -1 where none was looked for or found
     * @param leaderEpoch of the record, -1 if unknown
     */
    record Found(Errors error, long offset, long timestampMs, int leaderEpoch) {
        private static final Found NOTHING = new Found(Errors.NONE, UNKNOWN, UNKNOWN, UNKNOWN);
        private static final Found NOT_AVAILABLE = new Found(Errors.OFFSET_NOT_AVAILABLE, UNKNOWN, UNKNOWN, UNKNOWN);

        /** The error as this version of the request knows it. */
        Errors errorIn(short version) {
            return error == Errors.OFFSET_NOT_AVAILABLE && version < FIRST_WITH_OFFSET_NOT_AVAILABLE
                    ? Errors.LEADER_NOT_AVAILABLE
                    : error;
        }
    }

    /** A query as this request means it. */
    static OffsetQuery of(PartitionView view, ListOffsetsRequestData request) {
        LogView log = view.log();
        boolean forConsumer = request.replicaId() == ListOffsetsRequest.CONSUMER_REPLICA_ID;
        if (!forConsumer) {
            return new OffsetQuery(view, log.logEndOffset(), false);
        }
        boolean committedOnly = request.isolationLevel() == IsolationLevel.READ_COMMITTED.id();
        return new OffsetQuery(view, committedOnly ? log.lastStableOffset() : log.highWatermark(), true);
    }

    /** Whether a lookup of this timestamp reads the disk. */
    static boolean readsDisk(long timestamp) {
        return timestamp >= 0 || timestamp == ListOffsetsRequest.MAX_TIMESTAMP;
    }

    /** Looks up a time in milliseconds, or one of Kafka's special timestamps. */
    Found find(long timestamp) {
        LogView log = view.log();
        if (timestamp == ListOffsetsRequest.LATEST_TIMESTAMP) {
            return endIsUncertain() ? Found.NOT_AVAILABLE : offsetOnly(end, view.leaderEpoch());
        }
        if (timestamp == ListOffsetsRequest.EARLIEST_TIMESTAMP
                || timestamp == ListOffsetsRequest.EARLIEST_LOCAL_TIMESTAMP) {
            OptionalInt epoch = log.epochOf(log.logStartOffset());
            return offsetOnly(log.logStartOffset(), epoch.orElse(UNKNOWN));
        }
        if (timestamp == ListOffsetsRequest.MAX_TIMESTAMP) {
            return ifTellable(log.maxTimestamp());
        }
        if (timestamp >= 0) {
            return ifTellable(log.offsetForTimestamp(timestamp));
        }
        // The offsets of tiered storage: nothing is stored elsewhere.
        return Found.NOTHING;
    }

    private Found ifTellable(Optional<OffsetAndTimestamp> record) {
        if (record.isEmpty()) {
            return Found.NOTHING;
        }
        OffsetAndTimestamp found = record.get();
        if (found.offset() >= end) {
            return endIsUncertain() ? Found.NOT_AVAILABLE : Found.NOTHING;
        }
        return new Found(Errors.NONE, found.offset(), found.timestampMs(), found.leaderEpoch());
    }

    private static Found offsetOnly(long offset, int leaderEpoch) {
        return new Found(Errors.NONE, offset, UNKNOWN, leaderEpoch);
    }

    private boolean endIsUncertain() {
        return forConsumer && epochStart() > view.log().highWatermark();
    }

    private long epochStart() {
        LogView log = view.log();
        OptionalInt latest = log.latestEpoch();
        if (latest.isEmpty() || latest.getAsInt() < view.leaderEpoch()) {
            return log.logEndOffset();
        }
        EpochEndOffset before = log.endOffsetForEpoch(view.leaderEpoch() - 1);
        return before.endOffset() == UNKNOWN ? log.logStartOffset() : before.endOffset();
    }
}
