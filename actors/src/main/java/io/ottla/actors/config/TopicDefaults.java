package io.ottla.actors.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where topics get the values from that they do not set: broker settings, some of them in another unit. */
final class TopicDefaults {
    /**
     * A broker setting that stands in for a topic setting.
     *
     * @param name the broker setting
     * @param factor what its number is multiplied with; 1 for the same unit
     */
    record Source(String name, long factor) {}

    /** Topic settings with one broker setting of the same unit. */
    private static final Map<String, String> ONE_TO_ONE = Map.ofEntries(
            Map.entry("cleanup.policy", "log.cleanup.policy"),
            Map.entry("compression.gzip.level", "compression.gzip.level"),
            Map.entry("compression.lz4.level", "compression.lz4.level"),
            Map.entry("compression.type", "compression.type"),
            Map.entry("compression.zstd.level", "compression.zstd.level"),
            Map.entry("delete.retention.ms", "log.cleaner.delete.retention.ms"),
            Map.entry("file.delete.delay.ms", "log.segment.delete.delay.ms"),
            Map.entry("flush.messages", "log.flush.interval.messages"),
            Map.entry("index.interval.bytes", "log.index.interval.bytes"),
            Map.entry("local.retention.bytes", "log.local.retention.bytes"),
            Map.entry("local.retention.ms", "log.local.retention.ms"),
            Map.entry("max.compaction.lag.ms", "log.cleaner.max.compaction.lag.ms"),
            Map.entry("max.decompressed.message.bytes", "max.decompressed.message.bytes"),
            Map.entry("max.message.bytes", "message.max.bytes"),
            Map.entry("message.timestamp.after.max.ms", "log.message.timestamp.after.max.ms"),
            Map.entry("message.timestamp.before.max.ms", "log.message.timestamp.before.max.ms"),
            Map.entry("message.timestamp.type", "log.message.timestamp.type"),
            Map.entry("min.cleanable.dirty.ratio", "log.cleaner.min.cleanable.ratio"),
            Map.entry("min.compaction.lag.ms", "log.cleaner.min.compaction.lag.ms"),
            Map.entry("min.insync.replicas", "min.insync.replicas"),
            Map.entry("preallocate", "log.preallocate"),
            Map.entry("remote.copy.lag.bytes", "log.remote.copy.lag.bytes"),
            Map.entry("remote.copy.lag.ms", "log.remote.copy.lag.ms"),
            Map.entry("retention.bytes", "log.retention.bytes"),
            Map.entry("segment.bytes", "log.segment.bytes"),
            Map.entry("segment.index.bytes", "log.index.size.max.bytes"),
            Map.entry("unclean.leader.election.enable", "unclean.leader.election.enable"));

    private static final Map<String, List<Source>> SOURCES = sources();

    private TopicDefaults() {}

    /**
     * The broker settings that stand in for a topic setting, the strongest first; none for settings that only topics
     * have.
     */
    static List<Source> of(String topicSetting) {
        return SOURCES.getOrDefault(topicSetting, List.of());
    }

    /** The first broker setting that stands in for a topic setting. */
    static Optional<String> brokerNameOf(String topicSetting) {
        return of(topicSetting).stream().findFirst().map(Source::name);
    }

    /**
     * What the first broker setting with a value says about a topic setting, in the topic's unit; empty if only topics
     * have it.
     */
    static Optional<Object> find(String topicSetting, SettingValues broker) {
        return of(topicSetting).stream()
                .flatMap(source -> broker.find(source.name()).map(value -> inUnit(value, source)).stream())
                .findFirst();
    }

    private static Object inUnit(Object value, Source source) {
        return source.factor() == 1 ? value : (Object) (((Number) value).longValue() * source.factor());
    }

    private static Map<String, List<Source>> sources() {
        Map<String, List<Source>> sources = new LinkedHashMap<>();
        long minute = TimeUnit.MINUTES.toMillis(1);
        long hour = TimeUnit.HOURS.toMillis(1);
        sources.put(
                "retention.ms",
                List.of(
                        new Source("log.retention.ms", 1),
                        new Source("log.retention.minutes", minute),
                        new Source("log.retention.hours", hour)));
        sources.put("segment.ms", List.of(new Source("log.roll.ms", 1), new Source("log.roll.hours", hour)));
        sources.put(
                "segment.jitter.ms",
                List.of(new Source("log.roll.jitter.ms", 1), new Source("log.roll.jitter.hours", hour)));
        sources.put(
                "flush.ms",
                List.of(new Source("log.flush.interval.ms", 1), new Source("log.flush.scheduler.interval.ms", 1)));
        ONE_TO_ONE.forEach((topic, broker) -> sources.put(topic, List.of(new Source(broker, 1))));
        return sources;
    }
}
