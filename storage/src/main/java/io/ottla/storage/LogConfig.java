package io.ottla.storage;

import java.util.Set;
import org.apache.kafka.common.record.TimestampType;

/**
 * The settings of one log, under the names of Kafka's topic settings. Parsing and validation of user input happen elsewhere; {@link #DEFAULT} holds
 * Kafka's defaults.
 *
 * @param segmentBytes size at which a segment is rolled
 * @param segmentMs age at which a segment is rolled
 * @param segmentJitterMs most by which that age is shortened at random
 * @param indexIntervalBytes log bytes between two index entries
 * @param segmentIndexBytes most bytes of one index file
 * @param maxMessageBytes largest batch accepted
 * @param retentionMs age at which records may be deleted; negative for never
 * @param retentionBytes size above which records may be deleted; negative for never
 * @param cleanupPolicy what happens to old records; may be empty: keep everything
 * @param compressionType {@code producer} (as sent), {@code uncompressed}, {@code gzip}, {@code snappy}, {@code lz4} or {@code zstd}
 * @param gzipLevel level for gzip
 * @param lz4Level level for lz4
 * @param zstdLevel level for zstd
 * @param timestampType who sets record timestamps
 * @param timestampBeforeMaxMs how far a record's timestamp may lie before the broker's clock
 * @param timestampAfterMaxMs how far a record's timestamp may lie after the broker's clock
 * @param flushMessages unflushed records after which a flush is due
 * @param flushMs time after which unflushed records are due to be flushed
 * @param fileDeleteDelayMs time between the removal of a segment from the log and the deletion of its files
 * @param maxDecompressedBytes most bytes that a compressed batch may hold
 * @param deleteRetentionMs how long compaction keeps tombstones
 * @param minCompactionLagMs age before which a record is not compacted
 * @param maxCompactionLagMs age after which a record is due for compaction
 * @param minCleanableDirtyRatio share of uncompacted bytes at which compaction is due
 * @param compactionVersions how many of the newest records of every key compaction keeps, at least 1
 */
public record LogConfig(
        int segmentBytes,
        long segmentMs,
        long segmentJitterMs,
        int indexIntervalBytes,
        int segmentIndexBytes,
        int maxMessageBytes,
        long retentionMs,
        long retentionBytes,
        Set<CleanupPolicy> cleanupPolicy,
        String compressionType,
        int gzipLevel,
        int lz4Level,
        int zstdLevel,
        TimestampType timestampType,
        long timestampBeforeMaxMs,
        long timestampAfterMaxMs,
        long flushMessages,
        long flushMs,
        long fileDeleteDelayMs,
        int maxDecompressedBytes,
        long deleteRetentionMs,
        long minCompactionLagMs,
        long maxCompactionLagMs,
        double minCleanableDirtyRatio,
        int compactionVersions) {

    /** Value of {@link #compressionType} that leaves batches as the producer sent them. */
    public static final String PRODUCER_COMPRESSION = "producer";

    /** Kafka's defaults. */
    public static final LogConfig DEFAULT = new LogConfigBuilder().build();

    /** Copies the set of policies. */
    public LogConfig {
        cleanupPolicy = Set.copyOf(cleanupPolicy);
    }

    /** A builder that starts from these values. */
    public LogConfigBuilder toBuilder() {
        return new LogConfigBuilder(this);
    }

    /** A builder that starts from Kafka's defaults. */
    public static LogConfigBuilder builder() {
        return new LogConfigBuilder();
    }

    /** Whether the log keeps the last record of every key, so that every record needs one. */
    public boolean isCompacted() {
        return cleanupPolicy.contains(CleanupPolicy.COMPACT);
    }

    /** Age at which a segment is rolled: in a compacted log, records must not wait for compaction in the newest segment for longer than asked for (KIP-354). */
    public long longestSegmentMs() {
        return isCompacted() ? Math.min(segmentMs, maxCompactionLagMs) : segmentMs;
    }

    /** Whether records must be compacted within some time. */
    public boolean hasCompactionDeadline() {
        return isCompacted() && maxCompactionLagMs < Long.MAX_VALUE;
    }

    /** Whether old segments are deleted by time and size. */
    public boolean isDeleted() {
        return cleanupPolicy.contains(CleanupPolicy.DELETE);
    }
}
