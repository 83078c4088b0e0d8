package io.ottla.actors.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes {@code docs/settings.md} from the tables. */
final class SettingsPage {
    private static final Map<String, String> TITLES = Map.ofEntries(
            Map.entry("broker", "Node"),
            Map.entry("network", "Network"),
            Map.entry("log", "Logs"),
            Map.entry("groups", "Groups"),
            Map.entry("transactions", "Producers and transactions"),
            Map.entry("replication", "Replication"),
            Map.entry("security", "Security"),
            Map.entry("quotas-and-metrics", "Quotas and metrics"),
            Map.entry("share-groups", "Share groups"),
            Map.entry("streams-groups", "Streams groups"),
            Map.entry("tiered", "Tiered storage"),
            Map.entry("kraft", "KRaft"),
            Map.entry("topic", "Settings of a topic"),
            Map.entry("group", "Settings of a group"),
            Map.entry("client-metrics", "Settings of a client metrics subscription"));

    private static final String INTRODUCTION = """
            # Settings

            Names, types, defaults and meanings are those of Apache Kafka 4.4; what begins with `ottla.` is Ottla's own. A node reads them from
            `--config FILE` (`*.properties` as Kafka reads `server.properties`, `*.conf` as HOCON) and from `--set key=value`; a name nobody knows is refused
            with the nearest known one.

            *Update* says how a broker setting changes: `read-only` in the file, at the next start; `per-broker` and `cluster-wide` also while the node runs, with
            `kafka-configs --alter --entity-type brokers`, for one broker or for all. Settings of topics and groups always change at once.

            *Effect* is empty where the setting does what Kafka's documentation says. Otherwise the setting is accepted, checked and shown, but does nothing; the
            node logs that once at start.

            This page is made from the tables in `actors/src/main/resources/io/ottla/actors/config`.
            """;

    private SettingsPage() {}

    static String text() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        Catalogue.BROKER_TABLES.forEach(table -> append(page, table, true));
        List.of("topic", "group", "client-metrics").forEach(table -> append(page, table, false));
        return page.toString();
    }

    private static void append(StringBuilder page, String table, boolean ofBroker) {
        page.append("\n## ").append(TITLES.get(table)).append("\n\n");
        page.append(
                ofBroker
                        ? "| name | type | default | values | update | effect |\n| --- | --- | --- | --- | --- | --- |\n"
                        : "");
        page.append(ofBroker ? "" : "| name | type | default | values | effect |\n| --- | --- | --- | --- | --- |\n");
        SettingTable.read(table).stream()
                .filter(setting -> !setting.internal())
                .forEach(setting -> page.append(row(setting, ofBroker)));
    }

    private static String row(Setting setting, boolean ofBroker) {
        String update = ofBroker ? setting.updateMode().label() + " | " : "";
        return "| `" + setting.name() + "` | " + setting.type().name().toLowerCase(Locale.ROOT) + " | "
                + setting.defaultText().map(SettingsPage::code).orElse("") + " | "
                + setting.constraint().text() + " | " + update
                + setting.effect().reason() + " |\n";
    }

    private static String code(String text) {
        return text.isEmpty() ? "empty" : "`" + text + "`";
    }
}
