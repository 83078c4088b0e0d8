package io.ottla.storage;

import java.util.Set;
import org.apache.kafka.common.record.TimestampType;

/** Builds a {@link LogConfig}; every setter is named after the component it sets and starts at Kafka's default. */
public final class LogConfigBuilder {
    private int segmentBytes = 1_073_741_824;
    private long segmentMs = 604_800_000;
    private long segmentJitterMs = 0;
    private int indexIntervalBytes = 4096;
    private int segmentIndexBytes = 10_485_760;
    private int maxMessageBytes = 1_048_588;
    private long retentionMs = 604_800_000;
    private long retentionBytes = -1;
    private Set<CleanupPolicy> cleanupPolicy = Set.of(CleanupPolicy.DELETE);
    private String compressionType = LogConfig.PRODUCER_COMPRESSION;
    private int gzipLevel = -1;
    private int lz4Level = 9;
    private int zstdLevel = 3;
    private TimestampType timestampType = TimestampType.CREATE_TIME;
    private long timestampBeforeMaxMs = Long.MAX_VALUE;
    private long timestampAfterMaxMs = 3_600_000;
    private long flushMessages = Long.MAX_VALUE;
    private long flushMs = Long.MAX_VALUE;
    private long fileDeleteDelayMs = 60_000;
    private int maxDecompressedBytes = 2_147_483_639;
    private long deleteRetentionMs = 86_400_000;
    private long minCompactionLagMs = 0;
    private long maxCompactionLagMs = Long.MAX_VALUE;
    private double minCleanableDirtyRatio = 0.5;
    private int compactionVersions = 1;

    LogConfigBuilder() {}

    LogConfigBuilder(LogConfig from) {
        segmentBytes = from.segmentBytes();
        segmentMs = from.segmentMs();
        segmentJitterMs = from.segmentJitterMs();
        indexIntervalBytes = from.indexIntervalBytes();
        segmentIndexBytes = from.segmentIndexBytes();
        maxMessageBytes = from.maxMessageBytes();
        retentionMs = from.retentionMs();
        retentionBytes = from.retentionBytes();
        cleanupPolicy = from.cleanupPolicy();
        compressionType = from.compressionType();
        gzipLevel = from.gzipLevel();
        lz4Level = from.lz4Level();
        zstdLevel = from.zstdLevel();
        timestampType = from.timestampType();
        timestampBeforeMaxMs = from.timestampBeforeMaxMs();
        timestampAfterMaxMs = from.timestampAfterMaxMs();
        flushMessages = from.flushMessages();
        flushMs = from.flushMs();
        fileDeleteDelayMs = from.fileDeleteDelayMs();
        maxDecompressedBytes = from.maxDecompressedBytes();
        deleteRetentionMs = from.deleteRetentionMs();
        minCompactionLagMs = from.minCompactionLagMs();
        maxCompactionLagMs = from.maxCompactionLagMs();
        minCleanableDirtyRatio = from.minCleanableDirtyRatio();
        compactionVersions = from.compactionVersions();
    }

    /** The settings. */
    public LogConfig build() {
        return new LogConfig(
                segmentBytes,
                segmentMs,
                segmentJitterMs,
                indexIntervalBytes,
                segmentIndexBytes,
                maxMessageBytes,
                retentionMs,
                retentionBytes,
                cleanupPolicy,
                compressionType,
                gzipLevel,
                lz4Level,
                zstdLevel,
                timestampType,
                timestampBeforeMaxMs,
                timestampAfterMaxMs,
                flushMessages,
                flushMs,
                fileDeleteDelayMs,
                maxDecompressedBytes,
                deleteRetentionMs,
                minCompactionLagMs,
                maxCompactionLagMs,
                minCleanableDirtyRatio,
                compactionVersions);
    }

    /** Sets {@link LogConfig#segmentBytes}. */
    public LogConfigBuilder segmentBytes(int value) {
        segmentBytes = value;
        return this;
    }

    /** Sets {@link LogConfig#segmentMs}. */
    public LogConfigBuilder segmentMs(long value) {
        segmentMs = value;
        return this;
    }

    /** Sets {@link LogConfig#segmentJitterMs}. */
    public LogConfigBuilder segmentJitterMs(long value) {
        segmentJitterMs = value;
        return this;
    }

    /** Sets {@link LogConfig#indexIntervalBytes}. */
    public LogConfigBuilder indexIntervalBytes(int value) {
        indexIntervalBytes = value;
        return this;
    }

    /** Sets {@link LogConfig#segmentIndexBytes}. */
    public LogConfigBuilder segmentIndexBytes(int value) {
        segmentIndexBytes = value;
        return this;
    }

    /** Sets {@link LogConfig#maxMessageBytes}. */
    public LogConfigBuilder maxMessageBytes(int value) {
        maxMessageBytes = value;
        return this;
    }

    /** Sets {@link LogConfig#retentionMs}. */
    public LogConfigBuilder retentionMs(long value) {
        retentionMs = value;
        return this;
    }

    /** Sets {@link LogConfig#retentionBytes}. */
    public LogConfigBuilder retentionBytes(long value) {
        retentionBytes = value;
        return this;
    }

    /** Sets {@link LogConfig#cleanupPolicy}. */
    public LogConfigBuilder cleanupPolicy(Set<CleanupPolicy> value) {
        cleanupPolicy = value;
        return this;
    }

    /** Sets {@link LogConfig#compressionType}. */
    public LogConfigBuilder compressionType(String value) {
        compressionType = value;
        return this;
    }

    /** Sets {@link LogConfig#gzipLevel}. */
    public LogConfigBuilder gzipLevel(int value) {
        gzipLevel = value;
        return this;
    }

    /** Sets {@link LogConfig#lz4Level}. */
    public LogConfigBuilder lz4Level(int value) {
        lz4Level = value;
        return this;
    }

    /** Sets {@link LogConfig#zstdLevel}. */
    public LogConfigBuilder zstdLevel(int value) {
        zstdLevel = value;
        return this;
    }

    /** Sets {@link LogConfig#timestampType}. */
    public LogConfigBuilder timestampType(TimestampType value) {
        timestampType = value;
        return this;
    }

    /** Sets {@link LogConfig#timestampBeforeMaxMs}. */
    public LogConfigBuilder timestampBeforeMaxMs(long value) {
        timestampBeforeMaxMs = value;
        return this;
    }

    /** Sets {@link LogConfig#timestampAfterMaxMs}. */
    public LogConfigBuilder timestampAfterMaxMs(long value) {
        timestampAfterMaxMs = value;
        return this;
    }

    /** Sets {@link LogConfig#flushMessages}. */
    public LogConfigBuilder flushMessages(long value) {
        flushMessages = value;
        return this;
    }

    /** Sets {@link LogConfig#flushMs}. */
    public LogConfigBuilder flushMs(long value) {
        flushMs = value;
        return this;
    }

    /** Sets {@link LogConfig#fileDeleteDelayMs}. */
    public LogConfigBuilder fileDeleteDelayMs(long value) {
        fileDeleteDelayMs = value;
        return this;
    }

    /** Sets {@link LogConfig#maxDecompressedBytes}. */
    public LogConfigBuilder maxDecompressedBytes(int value) {
        maxDecompressedBytes = value;
        return this;
    }

    /** Sets {@link LogConfig#deleteRetentionMs}. */
    public LogConfigBuilder deleteRetentionMs(long value) {
        deleteRetentionMs = value;
        return this;
    }

    /** Sets {@link LogConfig#minCompactionLagMs}. */
    public LogConfigBuilder minCompactionLagMs(long value) {
        minCompactionLagMs = value;
        return this;
    }

    /** Sets {@link LogConfig#maxCompactionLagMs}. */
    public LogConfigBuilder maxCompactionLagMs(long value) {
        maxCompactionLagMs = value;
        return this;
    }

    /** Sets {@link LogConfig#minCleanableDirtyRatio}. */
    public LogConfigBuilder minCleanableDirtyRatio(double value) {
        minCleanableDirtyRatio = value;
        return this;
    }

    /** Sets {@link LogConfig#compactionVersions}. */
    public LogConfigBuilder compactionVersions(int value) {
        compactionVersions = value;
        return this;
    }
}
