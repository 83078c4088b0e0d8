package io.ottla.actors.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    /** Kafka demands a value for these; Ottla can do without. */
    private static final Set<String> WITH_OWN_DEFAULT = Set.of("node.id", "process.roles", "controller.listener.names");

    @Test
    void knowsEveryBrokerSettingAsKafkaDoes() {
        for (String[] row : KafkaTables.rows("kafka-broker-settings.tsv")) {
            Setting setting = assertSame(Catalogue.BROKER, row);
            assertThat(setting.updateMode().label()).as(row[0]).isEqualTo(row[5]);
        }
    }

    @Test
    void knowsEveryTopicSettingAsKafkaDoes() {
        KafkaTables.rows("kafka-topic-settings.tsv").forEach(row -> assertSame(Catalogue.TOPIC, row));
    }

    @Test
    void knowsEveryGroupSettingAsKafkaDoes() {
        KafkaTables.rows("kafka-group-settings.tsv").forEach(row -> assertSame(Catalogue.GROUP, row));
    }

    @Test
    void addsOnlySettingsOfItsOwnAndTheDynamicOnesOfKafka() {
        List<String> kafkas = Stream.of("kafka-broker-settings.tsv", "kafka-topic-settings.tsv")
                .flatMap(table -> KafkaTables.rows(table).stream())
                .map(row -> row[0])
                .toList();

        assertThat(Stream.concat(Catalogue.BROKER.all().stream(), Catalogue.TOPIC.all().stream())
                        .filter(setting -> !kafkas.contains(setting.name()) && !setting.dynamicOnly()))
                .extracting(Setting::name)
                .containsExactlyInAnyOrder(
                        "ottla.advertised.host",
                        "ottla.akka.listener",
                        "ottla.cluster.bootstrap-expect",
                        "ottla.cluster.join",
                        "ottla.compaction.versions",
                        "ottla.http.basic.users.file",
                        "ottla.http.bearer.jwks.url",
                        "ottla.http.bearer.jwt.audience",
                        "ottla.http.bearer.jwt.issuer",
                        "ottla.http.bearer.tokens.file",
                        "ottla.http.bootstrap.servers",
                        "ottla.http.conventional-ports",
                        "ottla.http.cors.origins",
                        "ottla.http.listener",
                        "ottla.http.produce.max.bytes.per.sec",
                        "ottla.http.produce.max.records.per.sec",
                        "ottla.http.ssl.client.auth",
                        "ottla.http.ssl.key.password",
                        "ottla.http.ssl.keystore.location",
                        "ottla.http.ssl.keystore.password",
                        "ottla.http.ssl.keystore.type",
                        "ottla.http.ssl.truststore.location",
                        "ottla.http.ssl.truststore.password",
                        "ottla.http.ssl.truststore.type",
                        "ottla.self.heal.after.ms");
    }

    @Test
    void documentsEverySetting() {
        assertThat(all())
                .allSatisfy(setting -> assertThat(setting.documentation())
                        .as(setting.name())
                        .hasSizeGreaterThan(15)
                        .doesNotStartWith("@"));
    }

    @Test
    void givesAReasonWhereASettingHasNoEffect() {
        assertThat(all())
                .allSatisfy(setting -> assertThat(setting.effect().reason().isEmpty())
                        .as(setting.name())
                        .isEqualTo(setting.effect().isEffective()));
    }

    @Test
    void acceptsItsOwnDefaults() {
        for (Setting setting : all().toList()) {
            setting.defaultText()
                    .ifPresent(text -> assertThatCode(() -> setting.parse(text))
                            .as(setting.name())
                            .doesNotThrowAnyException());
        }
    }

    private static Stream<Setting> all() {
        return Stream.of(Catalogue.BROKER, Catalogue.TOPIC, Catalogue.GROUP, Catalogue.CLIENT_METRICS)
                .flatMap(catalogue -> catalogue.all().stream());
    }

    private static Setting assertSame(Catalogue catalogue, String[] row) {
        Setting setting = catalogue.get(row[0]);
        assertThat(setting.type()).as(row[0]).hasToString(row[1]);
        if (!WITH_OWN_DEFAULT.contains(row[0])) {
            assertThat(setting.defaultText().orElse("null")).as(row[0]).isEqualTo(row[2]);
        }
        assertThat(setting.importance()).as(row[0]).hasToString(row[3]);
        assertThat(setting.internal()).as(row[0]).isEqualTo(Boolean.parseBoolean(row[4]));
        if (setting.constraint().validator() instanceof ConfigDef.Range range
                && !row[0].endsWith("compression.codec")) {
            assertThat(range).as(row[0]).hasToString(row[6]);
        }
        return setting;
    }
}
