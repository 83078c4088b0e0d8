package io.ottla.actors.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.storage.CleanupPolicy;
import io.ottla.storage.LogConfig;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicSettingsTest {
    @Test
    void hasKafkasDefaults() {
        assertThat(TopicSettings.toLogConfig(Map.of(), BrokerSettings.defaults()))
                .isEqualTo(LogConfig.DEFAULT);
        assertThat(TopicSettings.minInSyncReplicas(Map.of(), BrokerSettings.defaults()))
                .isEqualTo(1);
        assertThat(TopicSettings.uncleanLeaderElection(Map.of(), BrokerSettings.defaults()))
                .isFalse();
        assertThat(TopicSettings.compactionVersions(Map.of(), BrokerSettings.defaults()))
                .isEqualTo(1);
    }

    @Test
    void inheritsFromTheBroker() {
        BrokerSettings broker = BrokerSettings.of(Map.of(
                "log.roll.hours", "1",
                "log.retention.minutes", "2",
                "log.flush.interval.ms", "3",
                "log.roll.jitter.hours", "1",
                "message.max.bytes", "4000",
                "log.cleanup.policy", "compact,delete",
                "log.message.timestamp.type", "LogAppendTime",
                "min.insync.replicas", "2"));

        LogConfig log = TopicSettings.toLogConfig(Map.of(), broker);

        assertThat(log.segmentMs()).isEqualTo(3_600_000);
        assertThat(log.segmentJitterMs()).isEqualTo(3_600_000);
        assertThat(log.retentionMs()).isEqualTo(120_000);
        assertThat(log.flushMs()).isEqualTo(3);
        assertThat(log.maxMessageBytes()).isEqualTo(4000);
        assertThat(log.cleanupPolicy()).containsExactlyInAnyOrder(CleanupPolicy.COMPACT, CleanupPolicy.DELETE);
        assertThat(log.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(TopicSettings.minInSyncReplicas(Map.of(), broker)).isEqualTo(2);
    }

    @Test
    void prefersItsOwnValues() {
        BrokerSettings broker = BrokerSettings.of(Map.of("log.retention.ms", "5", "log.segment.bytes", "2000000"));
        Map<String, String> overrides = Map.of(
                "retention.ms", "-1", "segment.bytes", "3000000", "cleanup.policy", "", "compression.type", "zstd");

        LogConfig log = TopicSettings.toLogConfig(overrides, broker);

        assertThat(log.retentionMs()).isEqualTo(-1);
        assertThat(log.segmentBytes()).isEqualTo(3_000_000);
        assertThat(log.cleanupPolicy()).isEmpty();
        assertThat(log.compressionType()).isEqualTo("zstd");
    }

    @Test
    void letsTestsMakeSmallSegments() {
        Map<String, String> overrides = Map.of("internal.segment.bytes", "512", "segment.bytes", "2000000");

        assertThat(TopicSettings.findFault(overrides)).isEmpty();
        assertThat(TopicSettings.toLogConfig(overrides, BrokerSettings.defaults())
                        .segmentBytes())
                .isEqualTo(512);
    }

    @Test
    void fallsBackWhereAStoredValueCannotBeRead() {
        Map<String, String> overrides = Map.of("retention.ms", "soon", "from.the.future", "1");

        assertThat(TopicSettings.toLogConfig(overrides, BrokerSettings.defaults()))
                .isEqualTo(LogConfig.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nope | 1 | Unknown topic config name: nope",
                "retention.ms | abc | Invalid value abc for configuration retention.ms: Not a number of type LONG",
                "retention.ms | -2 | Invalid value -2 for configuration retention.ms: Value must be at least -1",
                "cleanup.policy | foo | Invalid value foo for configuration cleanup.policy: String must be one of: compact, delete",
                "segment.bytes | 1 | Invalid value 1 for configuration segment.bytes: Value must be at least 1048576",
                "segment.bytes | 1.5 | Invalid value 1.5 for configuration segment.bytes: Not a number of type INT",
                "compression.type | GZIP | Invalid value GZIP for configuration compression.type: String must be one of:"
                        + " uncompressed, zstd, lz4, snappy, gzip, producer",
                "compression.gzip.level | 0 | Invalid value 0 for configuration compression.gzip.level: Value must be between 1"
                        + " and 9 or equal to -1",
                "min.cleanable.dirty.ratio | 2 | Invalid value 2.0 for configuration min.cleanable.dirty.ratio: Value must be no"
                        + " more than 1",
                "message.timestamp.type | x | Invalid value x for configuration message.timestamp.type: String must be one of:"
                        + " CreateTime, LogAppendTime",
                "preallocate | yes | Invalid value yes for configuration preallocate: Expected value to be either true or false",
                "leader.replication.throttled.replicas | zz | Invalid value [zz] for configuration"
                        + " leader.replication.throttled.replicas: leader.replication.throttled.replicas must be the literal '*'"
                        + " or a list of replicas in the following format: [partitionId]:[brokerId],[partitionId]:[brokerId],...",
                "remote.storage.enable | true | Tiered Storage functionality is disabled in the broker. Topic cannot be"
                        + " configured with remote log storage.",
                "ottla.compaction.versions | 0 | Invalid value 0 for configuration ottla.compaction.versions: Value must be at"
                        + " least 1",
            })
    void refusesInKafkasWords(String name, String value, String message) {
        assertThat(TopicSettings.findFault(Map.of(name, value))).contains(message);
    }

    @Test
    void refusesLagsThatContradict() {
        assertThat(TopicSettings.findFault(Map.of("min.compaction.lag.ms", "10", "max.compaction.lag.ms", "5")))
                .contains("conflict topic config setting min.compaction.lag.ms (10) > max.compaction.lag.ms (5)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cleanup.policy | compact,compact",
                "leader.replication.throttled.replicas | 0:1,1:2",
                "follower.replication.throttled.replicas | *",
                "preallocate | TRUE",
                "segment.bytes | 2000000",
                "local.retention.ms | 700000000",
                "internal.segment.bytes | 100",
            })
    void acceptsWhatKafkaAccepts(String name, String value) {
        assertThat(TopicSettings.findFault(Map.of(name, value))).isEmpty();
    }

    @Test
    void namesUnknownSettingsFirst() {
        assertThat(TopicSettings.findFault(Map.of("flush.ms", "y", "nope", "x")))
                .contains("Unknown topic config name: nope");
    }
}
