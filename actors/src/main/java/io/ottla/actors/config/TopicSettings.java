package io.ottla.actors.config;

import io.ottla.storage.CleanupPolicy;
import io.ottla.storage.LogConfig;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.record.TimestampType;

/** The settings of a topic: its own values over the broker's, which are the defaults of all topics. */
public final class TopicSettings {
    private TopicSettings() {}

    /**
     * What is wrong with the values a topic is to have.
     *
     * @return Kafka's sentence, to be answered with INVALID_CONFIG; empty if nothing is wrong
     */
    public static Optional<String> findFault(Map<String, String> overrides) {
        Optional<String> unknown = overrides.keySet().stream()
                .filter(name -> Catalogue.TOPIC.find(name).isEmpty())
                .sorted()
                .findFirst();
        if (unknown.isPresent()) {
            return Optional.of("Unknown topic config name: " + unknown.get());
        }
        return OverrideCheck.findFault(Catalogue.TOPIC, overrides)
                .or(() -> contradiction(
                        new SettingValues(Catalogue.TOPIC, OverrideCheck.readable(Catalogue.TOPIC, overrides))));
    }

    private static Optional<String> contradiction(SettingValues values) {
        if (values.getBoolean("remote.storage.enable")) {
            return Optional.of("Tiered Storage functionality is disabled in the broker."
                    + " Topic cannot be configured with remote log storage.");
        }
        long minLag = values.getLong("min.compaction.lag.ms");
        long maxLag = values.getLong("max.compaction.lag.ms");
        return minLag <= maxLag
                ? Optional.empty()
                : Optional.of("conflict topic config setting min.compaction.lag.ms (" + minLag
                        + ") > max.compaction.lag.ms (" + maxLag + ")");
    }

    /** The settings of a topic's logs. An override that this version cannot read counts as absent. */
    public static LogConfig toLogConfig(Map<String, String> overrides, BrokerSettings broker) {
        SettingValues values = values(overrides, broker);
        return LogConfig.builder()
                .segmentBytes(segmentBytes(values))
                .segmentMs(values.getLong("segment.ms"))
                .segmentJitterMs(values.getLong("segment.jitter.ms"))
                .indexIntervalBytes(values.getInt("index.interval.bytes"))
                .segmentIndexBytes(values.getInt("segment.index.bytes"))
                .maxMessageBytes(values.getInt("max.message.bytes"))
                .retentionMs(Math.max(-1, values.getLong("retention.ms")))
                .retentionBytes(values.getLong("retention.bytes"))
                .cleanupPolicy(cleanupPolicy(values))
                .compressionType(values.getString("compression.type"))
                .gzipLevel(values.getInt("compression.gzip.level"))
                .lz4Level(values.getInt("compression.lz4.level"))
                .zstdLevel(values.getInt("compression.zstd.level"))
                .timestampType(TimestampType.forName(values.getString("message.timestamp.type")))
                .timestampBeforeMaxMs(values.getLong("message.timestamp.before.max.ms"))
                .timestampAfterMaxMs(values.getLong("message.timestamp.after.max.ms"))
                .flushMessages(values.getLong("flush.messages"))
                .flushMs(values.getLong("flush.ms"))
                .fileDeleteDelayMs(values.getLong("file.delete.delay.ms"))
                .maxDecompressedBytes(values.getInt("max.decompressed.message.bytes"))
                .deleteRetentionMs(values.getLong("delete.retention.ms"))
                .minCompactionLagMs(values.getLong("min.compaction.lag.ms"))
                .maxCompactionLagMs(values.getLong("max.compaction.lag.ms"))
                .minCleanableDirtyRatio(values.getDouble("min.cleanable.dirty.ratio"))
                .compactionVersions(values.getInt("ottla.compaction.versions"))
                .build();
    }

    /** How many replicas must have a record before it counts as written with acks=all. */
    public static int minInSyncReplicas(Map<String, String> overrides, BrokerSettings broker) {
        return values(overrides, broker).getInt("min.insync.replicas");
    }

    /** Whether a replica that misses records may become leader when no other is left. */
    public static boolean uncleanLeaderElection(Map<String, String> overrides, BrokerSettings broker) {
        return values(overrides, broker).getBoolean("unclean.leader.election.enable");
    }

    /** How many of the newest records of every key compaction keeps. */
    public static int compactionVersions(Map<String, String> overrides, BrokerSettings broker) {
        return values(overrides, broker).getInt("ottla.compaction.versions");
    }

    static SettingValues values(Map<String, String> overrides, BrokerSettings broker) {
        Map<String, Object> set = new HashMap<>();
        for (Setting setting : Catalogue.TOPIC.all()) {
            TopicDefaults.find(setting.name(), broker.values()).ifPresent(value -> set.put(setting.name(), value));
        }
        set.putAll(OverrideCheck.readable(Catalogue.TOPIC, overrides));
        return new SettingValues(Catalogue.TOPIC, set);
    }

    /** Tests use the internal name to get segments below the bound of the public one. */
    private static int segmentBytes(SettingValues values) {
        return values.findLong("internal.segment.bytes")
                .map(Long::intValue)
                .orElseGet(() -> values.getInt("segment.bytes"));
    }

    private static Set<CleanupPolicy> cleanupPolicy(SettingValues values) {
        Set<CleanupPolicy> policies = EnumSet.noneOf(CleanupPolicy.class);
        values.getList("cleanup.policy")
                .forEach(name -> policies.add(CleanupPolicy.valueOf(name.toUpperCase(Locale.ROOT))));
        return policies;
    }
}
