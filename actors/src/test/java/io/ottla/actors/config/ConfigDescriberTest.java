package io.ottla.actors.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.metadata.ConfigResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares with what a broker of Apache Kafka 4.4.0 answered that had the same file and the same changes. */
class ConfigDescriberTest {
    private static final Map<String, String> FILE = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:29193"),
            Map.entry("listeners", "PLAINTEXT://127.0.0.1:29192,CONTROLLER://127.0.0.1:29193"),
            Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:29192"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURE:SSL"),
            Map.entry("log.dirs", "/var/kafka/data"),
            Map.entry("log.retention.minutes", "600"),
            Map.entry("log.cleanup.policy", "delete"),
            Map.entry("ssl.keystore.password", "hunter2"),
            Map.entry("listener.name.plaintext.max.connections", "100"),
            Map.entry("offsets.topic.replication.factor", "1"));

    /** Kafka sets this by itself when eligible leader replicas are on. */
    private static final Map<String, String> FRESH_CLUSTER = Map.of("min.insync.replicas", "1");

    private static final Map<String, String> CLUSTER_WIDE = Map.of(
            "min.insync.replicas", "1",
            "log.retention.ms", "1000000",
            "message.max.bytes", "2000000",
            "log.retention.bytes", "99",
            "max.connections", "77",
            "unclean.leader.election.enable", "true",
            "log.cleanup.policy", "compact,delete");

    private static final Map<String, String> PER_BROKER = Map.of(
            "log.cleaner.threads", "2",
            "leader.replication.throttled.rate", "100",
            "listener.name.plaintext.max.connections", "7",
            "message.max.bytes", "2000001",
            "listener.name.secure.ssl.keystore.password", "7",
            "sasl.jaas.config", "x;");

    private static final BrokerSettings UNTOUCHED = BrokerSettings.of(FILE).withDynamic(FRESH_CLUSTER, Map.of());
    private static final BrokerSettings ALTERED = BrokerSettings.of(FILE).withDynamic(CLUSTER_WIDE, PER_BROKER);

    /** Kafka has no default for these. */
    private static final Set<String> WITH_OWN_DEFAULT = Set.of("node.id", "process.roles", "controller.listener.names");

    @Test
    void describesABrokerFromItsFile() {
        assertAsKafka("kafka-broker-file.tsv", describe(broker("1"), Map.of(), UNTOUCHED));
    }

    @Test
    void describesABrokerWithDynamicValues() {
        assertAsKafka("kafka-broker-altered.tsv", describe(broker("1"), PER_BROKER, ALTERED));
    }

    @Test
    void describesTheDefaultsOfAllBrokers() {
        assertAsKafka("kafka-cluster-defaults.tsv", describe(broker(""), CLUSTER_WIDE, ALTERED));
    }

    @Test
    void describesATopicBelowTheBrokersFile() {
        Map<String, String> overrides = Map.of("retention.ms", "1000", "cleanup.policy", "compact,delete");

        assertAsKafka("kafka-topic-untouched.tsv", describe(ConfigResource.topic("t"), overrides, UNTOUCHED));
    }

    @Test
    void describesATopicBelowDynamicBrokerValues() {
        Map<String, String> overrides = Map.of(
                "retention.ms", "1000",
                "cleanup.policy", "",
                "segment.bytes", " 2000000 ",
                "leader.replication.throttled.replicas", "");

        assertAsKafka("kafka-topic-altered.tsv", describe(ConfigResource.topic("t"), overrides, ALTERED));
    }

    @Test
    void describesAGroup() {
        Map<String, String> overrides = Map.of("consumer.session.timeout.ms", "50000");

        assertAsKafka("kafka-group.tsv", describe(resource(ConfigResource.Type.GROUP, "g"), overrides, ALTERED));
    }

    @Test
    void describesASubscriptionToClientMetrics() {
        Map<String, String> overrides = Map.of("interval.ms", "5000", "metrics", "a,b", "match", "client_id=x");
        ConfigResource subscription = resource(ConfigResource.Type.CLIENT_METRICS, "m");

        assertAsKafka("kafka-client-metrics.tsv", describe(subscription, overrides, ALTERED));
    }

    @Test
    void neverShowsSecretsOrWhatItDoesNotKnow() {
        BrokerSettings broker =
                ALTERED.withDynamic(Map.of(), Map.of("some.plugins.key", "geheim", "sasl.jaas.config", "geheim"));

        assertThat(describe(broker("1"), Map.of(), broker))
                .noneSatisfy(config -> assertThat(config.toString()).contains("geheim"))
                .noneSatisfy(config -> assertThat(config.toString()).contains("hunter2"))
                .anySatisfy(config -> {
                    assertThat(config.name()).isEqualTo("some.plugins.key");
                    assertThat(config.sensitive()).isTrue();
                    assertThat(config.typeId()).isZero();
                    assertThat(config.documentation()).isEmpty();
                });
    }

    @Test
    void neverShowsPasswordsOfTheHttpPort() {
        List<String> passwords = List.of(
                "ottla.http.ssl.key.password",
                "ottla.http.ssl.keystore.password",
                "ottla.http.ssl.truststore.password");
        Map<String, String> file = new HashMap<>(FILE);
        passwords.forEach(name -> file.put(name, "geheim"));

        List<DescribedConfig> configs = describe(broker("1"), Map.of(), BrokerSettings.of(file));

        assertThat(configs)
                .noneSatisfy(config -> assertThat(config.toString()).contains("geheim"))
                .filteredOn(DescribedConfig::sensitive)
                .extracting(DescribedConfig::name)
                .containsAll(passwords);
    }

    @Test
    void documentsWhatItKnows() {
        assertThat(describe(ConfigResource.topic("t"), Map.of(), UNTOUCHED))
                .allSatisfy(config -> assertThat(config.documentation()).isPresent());
    }

    @Test
    void describesLoggersByName() {
        List<DescribedConfig> loggers = ConfigDescriber.loggers(() -> Map.of("root", "INFO", "io.ottla", "DEBUG"));

        assertThat(loggers).extracting(DescribedConfig::name).containsExactly("io.ottla", "root");
        assertThat(loggers.get(0))
                .returns(Optional.of("DEBUG"), DescribedConfig::value)
                .returns(ConfigSource.DYNAMIC_BROKER_LOGGER, DescribedConfig::source)
                .returns((byte) 0, DescribedConfig::typeId);
    }

    private static void assertAsKafka(String recorded, List<DescribedConfig> described) {
        Set<String> ours = described.stream()
                .filter(config -> !config.name().startsWith("ottla."))
                .map(ConfigDescriberTest::line)
                .map(ConfigDescriberTest::withoutOwnDefault)
                .collect(Collectors.toSet());
        Set<String> kafkas = Set.copyOf(KafkaTables.lines(recorded));

        assertThat(difference(ours, kafkas)).as("said by us alone").isEmpty();
        assertThat(difference(kafkas, ours)).as("said by Kafka alone").isEmpty();
    }

    private static Set<String> difference(Set<String> some, Set<String> others) {
        return some.stream().filter(line -> !others.contains(line)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String withoutOwnDefault(String line) {
        String name = line.substring(0, line.indexOf('\t'));
        return WITH_OWN_DEFAULT.contains(name) ? line.replaceAll("; [^ ]+@DEFAULT;$", ";") : line;
    }

    private static String line(DescribedConfig config) {
        String synonyms = config.synonyms().stream()
                .map(synonym -> synonym.name() + "=" + synonym.value().orElse("null") + "@" + synonym.source() + ";")
                .collect(Collectors.joining(" "));
        return Stream.of(
                        config.name(),
                        config.value().orElse("null"),
                        config.source(),
                        config.readOnly(),
                        config.sensitive(),
                        config.type().map(Enum::name).orElse("UNKNOWN"),
                        synonyms)
                .map(Object::toString)
                .collect(Collectors.joining("\t"));
    }

    private static List<DescribedConfig> describe(
            ConfigResource resource, Map<String, String> overrides, BrokerSettings broker) {
        return ConfigDescriber.describe(resource, overrides, broker);
    }

    private static ConfigResource broker(String name) {
        return resource(ConfigResource.Type.BROKER, name);
    }

    private static ConfigResource resource(ConfigResource.Type type, String name) {
        return new ConfigResource(type, name);
    }
}
