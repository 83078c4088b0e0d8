package io.ottla.actors.config;

import static io.ottla.actors.config.ConfigOperation.Kind.APPEND;
import static io.ottla.actors.config.ConfigOperation.Kind.SET;
import static io.ottla.actors.config.ConfigOperation.Kind.SUBTRACT;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.metadata.ConfigResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigAlterationTest {
    private static final ConfigResource TOPIC = ConfigResource.topic("t");
    private static final BrokerSettings BROKER = BrokerSettings.defaults();

    @Test
    void setsAndDeletes() {
        Map<String, String> current = Map.of("retention.ms", "1", "flush.ms", "2", "segment.ms", "3");

        assertThat(alter(
                        TOPIC,
                        current,
                        ConfigOperation.set("retention.ms", "9"),
                        ConfigOperation.delete("flush.ms"),
                        ConfigOperation.delete("file.delete.delay.ms"),
                        ConfigOperation.set("segment.ms", "3")))
                .isEqualTo(accepted(Map.of("retention.ms", Optional.of("9"), "flush.ms", Optional.empty())));
    }

    @Test
    void addsToLists() {
        assertThat(alter(TOPIC, Map.of(), change("cleanup.policy", APPEND, "compact,delete,compact")))
                .isEqualTo(accepted(Map.of("cleanup.policy", Optional.of("delete,compact"))));
        assertThat(alter(TOPIC, Map.of("cleanup.policy", "compact"), change("cleanup.policy", APPEND, "compact")))
                .isEqualTo(accepted(Map.of()));
        assertThat(alter(
                        broker(""),
                        Map.of("log.cleanup.policy", "compact"),
                        change("log.cleanup.policy", APPEND, "delete")))
                .isEqualTo(accepted(Map.of("log.cleanup.policy", Optional.of("compact,delete"))));
    }

    @Test
    void takesFromLists() {
        assertThat(alter(
                        TOPIC,
                        Map.of("cleanup.policy", "compact,delete"),
                        change("cleanup.policy", SUBTRACT, "delete, compact")))
                .isEqualTo(accepted(Map.of("cleanup.policy", Optional.of(""))));
        assertThat(alter(TOPIC, Map.of(), change("cleanup.policy", SUBTRACT, "compact")))
                .isEqualTo(accepted(Map.of("cleanup.policy", Optional.of("delete"))));
    }

    @Test
    void checksListsAfterTheChange() {
        Map<String, String> current = Map.of("leader.replication.throttled.replicas", "0:1");

        assertThat(alter(TOPIC, current, change("leader.replication.throttled.replicas", APPEND, "*")))
                .isInstanceOfSatisfying(
                        AlterationResult.Refused.class,
                        refused -> assertThat(refused.message())
                                .startsWith(
                                        "Invalid value [0:1, *] for configuration leader.replication.throttled.replicas"));
    }

    @Test
    void changesOnlyLists() {
        assertThat(alter(TOPIC, Map.of(), change("retention.ms", APPEND, "5")))
                .isEqualTo(invalid("Can't APPEND to key retention.ms because its type is not LIST."));
        assertThat(alter(TOPIC, Map.of(), change("nope", SUBTRACT, "5")))
                .isEqualTo(invalid("Can't SUBTRACT to key nope because its type is not LIST."));
        assertThat(alter(broker("1"), Map.of(), change("log.cleaner.threads", APPEND, "2")))
                .isEqualTo(invalid("Config value append is not allowed for config key: log.cleaner.threads"));
    }

    @Test
    void refusesMalformedRequests() {
        assertThat(alter(
                        TOPIC,
                        Map.of(),
                        ConfigOperation.set("retention.ms", "5"),
                        ConfigOperation.delete("retention.ms")))
                .isEqualTo(bad("Error due to duplicate config keys"));
        assertThat(alter(TOPIC, Map.of(), new ConfigOperation("retention.ms", SET, Optional.empty())))
                .isEqualTo(bad("Null value not supported for : retention.ms"));
        assertThat(alter(ConfigResource.topic(""), Map.of(), ConfigOperation.set("retention.ms", "5")))
                .isEqualTo(bad("Default topic resources are not allowed."));
        assertThat(alter(new ConfigResource(ConfigResource.Type.GROUP, ""), Map.of()))
                .isEqualTo(bad("Default group resources are not allowed."));
        assertThat(alter(new ConfigResource(ConfigResource.Type.CLIENT_METRICS, ""), Map.of()))
                .isEqualTo(bad("Subscription name can't be empty"));
    }

    @Test
    void deletesWhatItDoesNotKnow() {
        assertThat(alter(TOPIC, Map.of("from.the.past", "1"), ConfigOperation.delete("from.the.past")))
                .isEqualTo(accepted(Map.of("from.the.past", Optional.empty())));
        assertThat(alter(broker("1"), Map.of(), ConfigOperation.delete("num.partitions")))
                .isEqualTo(accepted(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | node.id | 2 | Cannot update these configs dynamically: [node.id]",
                "1 | num.partitions | 2 | Cannot update these configs dynamically: [num.partitions]",
                "'' | log.retention.hours | 10 | Cannot update these configs dynamically: [log.retention.hours]",
                "1 | advertised.listeners | A://b:1 | Cannot update these configs dynamically: [advertised.listeners]",
                "'' | listeners | PLAINTEXT://:1 | Cannot update these configs at default cluster level, broker id must be"
                        + " specified: [listeners]",
                "'' | listener.name.secure.ssl.keystore.location | /x | Cannot update these configs at default cluster level,"
                        + " broker id must be specified: [listener.name.secure.ssl.keystore.location]",
                "1 | ssl.keystore.location | /x | These security configs can be dynamically updated only per-listener using the"
                        + " listener prefix: [ssl.keystore.location]",
                "1 | log.cleaner.threads | x | Invalid value x for configuration log.cleaner.threads: Not a number of type INT",
                "1 | log.cleaner.threads | 1000 | log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.",
                "1 | log.cleanup.policy | foo | Invalid value foo for configuration log.cleanup.policy: String must be one of:"
                        + " compact, delete",
                "'' | min.insync.replicas | 0 | Invalid value 0 for configuration min.insync.replicas: Value must be at least 1",
            })
    void refusesBrokerSettingsInKafkasWords(String broker, String name, String value, String message) {
        assertThat(alter(broker(broker), Map.of(), ConfigOperation.set(name, value)))
                .isEqualTo(bad(message));
    }

    @ParameterizedTest
    @CsvSource({
        "1,log.cleaner.threads,2",
        "1,leader.replication.throttled.rate,100",
        "'',log.retention.ms,1000000",
        "1,listener.name.plaintext.max.connections,7",
        "1,listener.name.secure.ssl.keystore.password,7",
        "'',unclean.leader.election.enable,true",
        "1,sasl.jaas.config,x;",
        "1,listeners,PLAINTEXT://:1",
        "1,super.users,User:admin",
    })
    void changesDynamicBrokerSettings(String broker, String name, String value) {
        assertThat(alter(broker(broker), Map.of(), ConfigOperation.set(name, value)))
                .isEqualTo(accepted(Map.of(name, Optional.of(value))));
    }

    @Test
    void namesAllReadOnlySettings() {
        assertThat(alter(
                        broker(""),
                        Map.of(),
                        ConfigOperation.set("min.insync.replicas", "1"),
                        ConfigOperation.set("num.partitions", "3"),
                        ConfigOperation.set("node.id", "9")))
                .isEqualTo(bad("Cannot update these configs dynamically: [node.id, num.partitions]"));
    }

    @Test
    void refusesUnknownBrokerSettings() {
        assertThat(alter(broker("1"), Map.of(), ConfigOperation.set("log.cleaner.thread", "2")))
                .isEqualTo(invalid(
                        "unknown setting log.cleaner.thread: did you mean log.cleaner.threads? Correct or remove it"));
    }

    @Test
    void neverRepeatsASecret() {
        BrokerSettings broker = BROKER.withDynamic(Map.of(), Map.of("sasl.jaas.config", "geheim"));

        assertThat(ConfigAlteration.incremental(
                                broker("1"),
                                Map.of("sasl.jaas.config", "geheim"),
                                List.of(ConfigOperation.set("log.cleaner.threads", "x")),
                                broker)
                        .toString())
                .doesNotContain("geheim");
    }

    @Test
    void changesGroupsAndSubscriptions() {
        assertThat(alter(group(), Map.of(), ConfigOperation.set("consumer.session.timeout.ms", "50000")))
                .isEqualTo(accepted(Map.of("consumer.session.timeout.ms", Optional.of("50000"))));
        assertThat(alter(group(), Map.of(), ConfigOperation.set("consumer.session.timeout.ms", "1")))
                .isEqualTo(invalid("consumer.session.timeout.ms must be in the range 45000 to 60000 inclusive."));
        assertThat(alter(
                        subscription(),
                        Map.of(),
                        ConfigOperation.set("match", "client_id=x,client_source_port=9.*"),
                        ConfigOperation.set("metrics", "a,b")))
                .isEqualTo(accepted(Map.of(
                        "match", Optional.of("client_id=x,client_source_port=9.*"), "metrics", Optional.of("a,b"))));
    }

    @Test
    void refusesSubscriptionsInKafkasWords() {
        assertThat(alter(subscription(), Map.of(), ConfigOperation.set("interval.ms", "5")))
                .isEqualTo(bad("Invalid value 5 for interval.ms, interval must be between 100 and 3600000 (1 hour)"));
        assertThat(alter(subscription(), Map.of(), ConfigOperation.set("nope", "5")))
                .isEqualTo(bad("Unknown client metrics configuration: nope"));
        assertThat(alter(subscription(), Map.of(), ConfigOperation.set("interval.ms", "zz")))
                .isEqualTo(invalid("Invalid value zz for configuration interval.ms: Not a number of type INT"));
        for (String pattern : List.of("q", "client_id=(", "foo=bar")) {
            assertThat(alter(subscription(), Map.of(), ConfigOperation.set("match", pattern)))
                    .isEqualTo(invalid("Illegal client matching pattern: " + pattern));
        }
    }

    @Test
    void replacesAllValues() {
        Map<String, String> current = Map.of("retention.ms", "1", "flush.ms", "2");

        assertThat(ConfigAlteration.replacing(
                        TOPIC, current, Map.of("flush.ms", Optional.of("2"), "segment.ms", Optional.of("3")), BROKER))
                .isEqualTo(accepted(Map.of("retention.ms", Optional.empty(), "segment.ms", Optional.of("3"))));
        assertThat(ConfigAlteration.replacing(TOPIC, current, Map.of("flush.ms", Optional.empty()), BROKER))
                .isEqualTo(bad("Null value not supported for : flush.ms"));
        assertThat(ConfigAlteration.replacing(TOPIC, current, Map.of("flush.ms", Optional.of("x")), BROKER))
                .isEqualTo(invalid("Invalid value x for configuration flush.ms: Not a number of type LONG"));
    }

    private static AlterationResult alter(
            ConfigResource resource, Map<String, String> current, ConfigOperation... operations) {
        return ConfigAlteration.incremental(resource, current, List.of(operations), BROKER);
    }

    private static ConfigOperation change(String name, ConfigOperation.Kind kind, String value) {
        return new ConfigOperation(name, kind, Optional.of(value));
    }

    private static AlterationResult accepted(Map<String, Optional<String>> changes) {
        return new AlterationResult.Accepted(changes);
    }

    private static AlterationResult invalid(String message) {
        return new AlterationResult.Refused(Errors.INVALID_CONFIG, message);
    }

    private static AlterationResult bad(String message) {
        return new AlterationResult.Refused(Errors.INVALID_REQUEST, message);
    }

    private static ConfigResource broker(String name) {
        return new ConfigResource(ConfigResource.Type.BROKER, name);
    }

    private static ConfigResource group() {
        return new ConfigResource(ConfigResource.Type.GROUP, "g");
    }

    private static ConfigResource subscription() {
        return new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "m");
    }
}
