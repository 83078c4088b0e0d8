package io.ottla.actors.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerSettingsTest {
    @Test
    void hasKafkasDefaults() {
        BrokerSettings settings = BrokerSettings.defaults();

        assertThat(settings.getInt("num.partitions")).isEqualTo(1);
        assertThat(settings.getLong("connections.max.idle.ms")).isEqualTo(600_000);
        assertThat(settings.getBoolean("auto.create.topics.enable")).isTrue();
        assertThat(settings.getString("compression.type")).isEqualTo("producer");
        assertThat(settings.getList("log.cleanup.policy")).containsExactly("delete");
        assertThat(settings.getDouble("log.cleaner.min.cleanable.ratio")).isEqualTo(0.5);
        assertThat(settings.findString("broker.rack")).isEmpty();
        assertThat(settings.findLong("log.retention.ms")).isEmpty();
        assertThat(settings.findList("log.dirs")).isEmpty();
        assertThat(settings.nodeId()).isEqualTo(1);
        assertThat(settings.offsetsRetentionMs()).isEqualTo(604_800_000L);
        assertThat(settings.given()).isEmpty();
    }

    @Test
    void readsValuesAsKafkaDoes() {
        BrokerSettings settings = BrokerSettings.of(Map.of(
                "num.partitions", " 6 ", "delete.topic.enable", "FALSE", "log.cleanup.policy", "compact, delete"));

        assertThat(settings.getInt("num.partitions")).isEqualTo(6);
        assertThat(settings.getBoolean("delete.topic.enable")).isFalse();
        assertThat(settings.getList("log.cleanup.policy")).containsExactly("compact", "delete");
        assertThat(settings.given()).containsEntry("num.partitions", " 6 ");
    }

    @Test
    void prefersShorterUnitsOfRetention() {
        assertThat(retentionMs(Map.of())).isEqualTo(604_800_000L);
        assertThat(retentionMs(Map.of("log.retention.hours", "2"))).isEqualTo(7_200_000L);
        assertThat(retentionMs(Map.of("log.retention.hours", "2", "log.retention.minutes", "3")))
                .isEqualTo(180_000L);
        assertThat(retentionMs(Map.of("log.retention.minutes", "3", "log.retention.ms", "4")))
                .isEqualTo(4L);
        assertThat(retentionMs(Map.of("log.retention.hours", "-1"))).isEqualTo(-1L);
    }

    @Test
    void takesLogFoldersFromEitherName() {
        assertThat(BrokerSettings.of(Map.of("log.dirs", "/a, /b")).logDirs())
                .containsExactly(Path.of("/a"), Path.of("/b"));
        assertThat(BrokerSettings.of(Map.of("log.dir", "/c")).logDirs()).containsExactly(Path.of("/c"));
    }

    @Test
    void understandsTheOldNameOfTheNodesNumber() {
        assertThat(BrokerSettings.of(Map.of("broker.id", "0")).nodeId()).isZero();
        assertThat(BrokerSettings.of(Map.of("broker.id", "-1")).nodeId()).isEqualTo(1);
        assertThat(BrokerSettings.of(Map.of("node.id", "7")).getInt("broker.id"))
                .isEqualTo(7);
        assertRefused(Map.of("node.id", "1", "broker.id", "2")).hasMessageContaining("two names for one number");
    }

    @Test
    void refusesUnknownNamesWithTheNearestKnownOne() {
        assertRefused(Map.of("num.partition", "3"))
                .hasMessage("unknown setting num.partition: did you mean num.partitions? Correct or remove it");
        assertRefused(Map.of("listener.name.internal.max.conections", "3")).hasMessageContaining("unknown setting");
        assertRefused(Map.of("retention.ms", "3"))
                .hasMessage("unknown setting retention.ms: this is a setting of topics; its default for all topics is"
                        + " log.retention.ms");
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> BrokerSettings.of(
                        Map.of("num.partitions", "0", "nonsense", "1", "listeners", "nowhere", "log.dirs", "/a")))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        wrong -> assertThat(wrong.problems())
                                .hasSize(4)
                                .anyMatch(problem -> problem.startsWith("unknown setting nonsense"))
                                .contains("Invalid value 0 for configuration num.partitions: Value must be at least 1")
                                .contains("listeners: 'nowhere' is not NAME://host:port"));
    }

    @Test
    void neverRepeatsASecret() {
        assertRefused(Map.of("sasl.login.refresh.buffer.seconds", "x", "nonsense.password", "geheim"))
                .message()
                .doesNotContain("geheim");
    }

    @ParameterizedTest
    @CsvSource({
        "log.retention.ms, 0, log.retention.ms must be at least 1",
        "log.retention.hours, 0, log.retention.hours must be at least 1",
        "group.min.session.timeout.ms, 1900000, must not be above group.max.session.timeout.ms",
        "log.local.retention.ms, 604800001, Value must not be more than log.retention.ms",
        "log.cleaner.threads, 1000, at least 1MB per cleaner thread",
        "queued.max.request.bytes, 1000, must not be below socket.request.max.bytes",
        "max.connections.per.ip.overrides, a:b, is not host:limit",
        "process.roles, controller, process.roles must contain broker",
        "compression.gzip.level, 0, Value must be between 1 and 9 or equal to -1",
        "log.message.timestamp.type, now, 'String must be one of: CreateTime, LogAppendTime'",
        "group.consumer.migration.policy, sideways, bidirectional",
        "delete.topic.enable, yes, Expected value to be either true or false",
    })
    void refusesValuesThatContradict(String name, String value, String because) {
        assertRefused(Map.of(name, value)).message().containsIgnoringCase(because);
    }

    @Test
    void readsSettingsOfOneListener() {
        BrokerSettings settings = BrokerSettings.of(Map.of("listener.name.plaintext.max.connections", "5"));

        assertThat(settings.getInt("max.connections")).isEqualTo(Integer.MAX_VALUE);
        assertRefused(Map.of("listener.name.plaintext.max.connections", "many")).hasMessageContaining("Not a number");
    }

    @Test
    void tellsWhatHasNoEffect() {
        BrokerSettings settings = BrokerSettings.of(Map.of(
                "num.partitions", "3",
                "remote.log.storage.system.enable", "true",
                "listener.name.plaintext.ssl.client.auth", "none",
                "controller.quorum.voters", "1@localhost:9093",
                "zookeeper.connect", "localhost:2181",
                "inter.broker.protocol.version", "3.9",
                "super.users", "User:admin"));

        assertThat(settings.noEffect())
                .containsOnlyKeys("remote.log.storage.system.enable", "listener.name.plaintext.ssl.client.auth")
                .allSatisfy((name, reason) -> assertThat(reason).endsWith("."));
        assertThat(settings.ignored())
                .containsOnlyKeys(
                        "controller.quorum.voters", "zookeeper.connect", "inter.broker.protocol.version", "super.users")
                .allSatisfy((name, reason) -> assertThat(reason).endsWith("."));
    }

    @Test
    void startsFromTheFileThatKafkaComesWith() {
        BrokerSettings settings = BrokerSettings.of(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.bootstrap.servers", "localhost:9093"),
                Map.entry("listeners", "PLAINTEXT://:9092,CONTROLLER://:9093"),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry("advertised.listeners", "PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry(
                        "listener.security.protocol.map",
                        "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT"),
                Map.entry("log.dirs", "/tmp/kraft-combined-logs"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("log.retention.hours", "168")));

        assertThat(settings.listeners()).extracting(Listener::name).containsExactly("PLAINTEXT");
        assertThat(settings.advertisedListeners()).extracting(Listener::host).containsExactly("localhost");
        assertThat(settings.ignored()).containsOnlyKeys("controller.quorum.bootstrap.servers");
        assertThat(settings.noEffect()).containsOnlyKeys("inter.broker.listener.name");
    }

    @Test
    void putsDynamicValuesOverTheFile() {
        BrokerSettings started = BrokerSettings.of(Map.of("log.retention.hours", "2", "message.max.bytes", "10"));

        BrokerSettings dynamic = started.withDynamic(
                Map.of("log.retention.ms", "5", "message.max.bytes", "20"), Map.of("message.max.bytes", "30"));

        assertThat(dynamic.retentionMs()).isEqualTo(5);
        assertThat(dynamic.getInt("message.max.bytes")).isEqualTo(30);
        assertThat(dynamic.withDynamic(Map.of(), Map.of()).retentionMs()).isEqualTo(7_200_000L);
        assertThat(started.getInt("message.max.bytes")).isEqualTo(10);
        assertThat(started.withDynamic(Map.of(), Map.of())).isSameAs(started);
    }

    @Test
    void leavesOutDynamicValuesItCannotRead() {
        BrokerSettings settings = BrokerSettings.defaults()
                .withDynamic(Map.of("message.max.bytes", "huge", "from.the.future", "1"), Map.of());

        assertThat(settings.getInt("message.max.bytes")).isEqualTo(1_048_588);
        assertThat(settings.unreadable()).singleElement().asString().contains("message.max.bytes");
    }

    @Test
    void readsLimitsOfSingleAddresses() {
        BrokerSettings settings = BrokerSettings.of(Map.of("max.connections.per.ip.overrides", "10.0.0.1:5,::1:7"));

        assertThat(settings.maxConnectionsByAddress()).isEqualTo(Map.of("10.0.0.1", 5, "::1", 7));
    }

    @Test
    void refusesQuestionsThatMakeNoSense() {
        BrokerSettings settings = BrokerSettings.defaults();

        assertThatThrownBy(() -> settings.getInt("no.such.setting")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.getInt("compression.type")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.getString("broker.rack")).isInstanceOf(IllegalStateException.class);
        assertThat(settings.findString("broker.rack")).isEqualTo(Optional.empty());
    }

    private static long retentionMs(Map<String, String> given) {
        return BrokerSettings.of(given).retentionMs();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Map<String, String> given) {
        return assertThatThrownBy(() -> BrokerSettings.of(given)).isInstanceOf(SettingsException.class);
    }

    @Test
    void namesProblemsInAFixedOrder() {
        Map<String, String> given = Map.of("b.b.b", "1", "a.a.a", "1", "c.c.c", "1");

        assertThatThrownBy(() -> BrokerSettings.of(given))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        wrong -> assertThat(wrong.problems())
                                .extracting(problem -> problem.substring(16, 21))
                                .isEqualTo(List.of("a.a.a", "b.b.b", "c.c.c")));
    }
}
