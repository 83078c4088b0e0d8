package io.ottla.actors.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The settings of one broker: what its file says, over that the dynamic values of all brokers, over that its own
 * dynamic ones; below everything the defaults. Immutable and checked: whoever holds one can start a broker with it.
 */
public final class BrokerSettings {
    private static final BrokerSettings DEFAULTS = of(Map.of());

    private final Map<String, String> given;
    private final BrokerLayers layers;
    private final SettingValues values;
    private final Listeners listeners;

    private BrokerSettings(Map<String, String> given, BrokerLayers layers, SettingValues values, Listeners listeners) {
        this.given = given;
        this.layers = layers;
        this.values = values;
        this.listeners = listeners;
    }

    /** The settings of a broker of which nothing is said. */
    public static BrokerSettings defaults() {
        return DEFAULTS;
    }

    /**
     * Reads what stands in a file or on the command line.
     *
     * @param given values by Kafka's names
     * @throws SettingsException with all unknown names, wrong values and contradictions
     */
    public static BrokerSettings of(Map<String, String> given) {
        List<String> problems = new ArrayList<>();
        given.keySet().stream()
                .sorted()
                .forEach(name -> NameCheck.findFault(name).ifPresent(problems::add));
        Map<String, String> statics = withBothIds(given);
        SettingValues values = new SettingValues(Catalogue.BROKER, ParsedValues.parse(statics, problems));
        if (problems.isEmpty()) {
            problems.addAll(BrokerRules.findFaults(values));
        }
        Listeners listeners = Listeners.read(values, problems);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        Map<String, String> kept = Collections.unmodifiableMap(new TreeMap<>(given));
        return new BrokerSettings(kept, new BrokerLayers(statics, Map.of(), Map.of()), values, listeners);
    }

    /**
     * {@code broker.id} is the old name of {@code node.id}: where one is given, both have a value, as Kafka's own
     * description shows.
     */
    private static Map<String, String> withBothIds(Map<String, String> given) {
        Map<String, String> both = new HashMap<>(given);
        Optional.ofNullable(given.get("node.id")).ifPresent(id -> both.putIfAbsent("broker.id", id));
        Optional.ofNullable(given.get("broker.id"))
                .filter(id -> !id.trim().startsWith("-"))
                .ifPresent(id -> both.putIfAbsent("node.id", id));
        return Map.copyOf(both);
    }

    /**
     * The same broker with other dynamic values, which were checked when they were set. A value that this version
     * cannot read is left out: see {@link #unreadable}.
     *
     * @param clusterWide the dynamic defaults of all brokers
     * @param perBroker the dynamic values of this broker
     */
    public BrokerSettings withDynamic(Map<String, String> clusterWide, Map<String, String> perBroker) {
        BrokerLayers changed = layers.withDynamic(clusterWide, perBroker);
        if (changed.equals(layers)) {
            return this;
        }
        SettingValues read =
                new SettingValues(Catalogue.BROKER, ParsedValues.parse(changed.merged(), new ArrayList<>()));
        return new BrokerSettings(given, changed, read, listeners);
    }

    /** What is wrong with dynamic values that were left out. */
    public List<String> unreadable() {
        List<String> problems = new ArrayList<>();
        ParsedValues.parse(layers.merged(), problems);
        return problems;
    }

    /** What was given at start, unchanged. */
    public Map<String, String> given() {
        return given;
    }

    /** Whether an operator set this, at start or since; else its value is the default. */
    public boolean isSet(String name) {
        return layers.merged().containsKey(name);
    }

    /** Given settings that do nothing in this version, with the reason. */
    public Map<String, String> noEffect() {
        return GivenEffects.of(given.keySet(), Effect.Kind.NO_EFFECT);
    }

    /** Given settings that belong to parts of Kafka without counterpart here, such as KRaft, with the reason. */
    public Map<String, String> ignored() {
        return GivenEffects.of(given.keySet(), Effect.Kind.IGNORED);
    }

    /** The number of a setting of type INT or SHORT. */
    public int getInt(String name) {
        return values.getInt(name);
    }

    /** The number of a setting of type LONG, INT or SHORT. */
    public long getLong(String name) {
        return values.getLong(name);
    }

    /** The number of a setting of type DOUBLE. */
    public double getDouble(String name) {
        return values.getDouble(name);
    }

    /** The value of a setting of type BOOLEAN. */
    public boolean getBoolean(String name) {
        return values.getBoolean(name);
    }

    /** The value of a setting of type STRING or CLASS. */
    public String getString(String name) {
        return values.getString(name);
    }

    /** The values of a setting of type LIST. */
    public List<String> getList(String name) {
        return values.getList(name);
    }

    /** The number of a setting that may have none. */
    public Optional<Long> findLong(String name) {
        return values.findLong(name);
    }

    /** The value of a setting of type STRING or CLASS that may have none. */
    public Optional<String> findString(String name) {
        return values.findString(name);
    }

    /** The values of a setting of type LIST that may have none. */
    public Optional<List<String>> findList(String name) {
        return values.findList(name);
    }

    /** The node's number: {@code node.id}, or {@code broker.id} where an old file has only that. */
    public int nodeId() {
        return values.getInt("node.id");
    }

    /** Where the logs are. */
    public List<Path> logDirs() {
        return values.findList("log.dirs").orElseGet(() -> values.getList("log.dir")).stream()
                .map(Path::of)
                .toList();
    }

    /** Where the broker listens, without KRaft's controller listeners. */
    public List<Listener> listeners() {
        return listeners.bound();
    }

    /**
     * What clients are told: {@code advertised.listeners}, or the listeners themselves, whose port 0 and empty host
     * the caller fills in.
     */
    public List<Listener> advertisedListeners() {
        return listeners.advertised();
    }

    /** Limits of connections for single addresses. */
    public Map<String, Integer> maxConnectionsByAddress() {
        return AddressLimits.read(values.getString("max.connections.per.ip.overrides"));
    }

    /** Age at which records may be deleted; negative for never. */
    public long retentionMs() {
        return retentionMs(values);
    }

    /** How long offsets are kept after their group became empty. */
    public long offsetsRetentionMs() {
        return TimeUnit.MINUTES.toMillis(values.getLong("offsets.retention.minutes"));
    }

    static long retentionMs(SettingValues values) {
        long millis = TopicDefaults.find("retention.ms", values)
                .map(value -> ((Number) value).longValue())
                .orElseThrow(() -> new IllegalStateException("log.retention.hours has no default"));
        return Math.max(-1, millis);
    }

    SettingValues values() {
        return values;
    }

    BrokerLayers layers() {
        return layers;
    }
}
