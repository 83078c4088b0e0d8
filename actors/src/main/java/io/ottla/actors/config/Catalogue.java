package io.ottla.actors.config;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All known settings of one kind of resource, by name. */
public final class Catalogue {
    /** The tables of broker settings, one a subject. */
    static final List<String> BROKER_TABLES = List.of(
            "broker",
            "network",
            "log",
            "groups",
            "transactions",
            "replication",
            "security",
            "quotas-and-metrics",
            "share-groups",
            "streams-groups",
            "tiered",
            "kraft");

    /** The settings of a broker. */
    public static final Catalogue BROKER = new Catalogue(BROKER_TABLES);
    /** The settings of a topic. */
    public static final Catalogue TOPIC = new Catalogue(List.of("topic"));
    /** The settings of a group. */
    public static final Catalogue GROUP = new Catalogue(List.of("group"));
    /** The settings of a subscription to client metrics (KIP-714). */
    public static final Catalogue CLIENT_METRICS = new Catalogue(List.of("client-metrics"));

    private final Map<String, Setting> settings;

    private Catalogue(List<String> tables) {
        Map<String, Setting> read = new TreeMap<>();
        for (String table : tables) {
            for (Setting setting : SettingTable.read(table)) {
                if (read.put(setting.name(), setting) != null) {
                    throw new IllegalStateException(table + ".tsv: " + setting.name() + " was there before");
                }
            }
        }
        settings = Collections.unmodifiableMap(read);
    }

    /** The setting of that name. */
    public Optional<Setting> find(String name) {
        return Optional.ofNullable(settings.get(name));
    }

    /**
     * The setting of that name, for code that names a setting itself.
     *
     * @throws IllegalArgumentException if there is none
     */
    Setting get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no setting is called " + name));
    }

    /** All settings, ordered by name. */
    public Collection<Setting> all() {
        return settings.values();
    }

    /** The names of all settings, ordered. */
    public Collection<String> names() {
        return settings.keySet();
    }
}
