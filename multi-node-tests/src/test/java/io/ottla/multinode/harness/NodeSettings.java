package io.ottla.multinode.harness;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a node of a test is started.
 *
 * @param name names its folder under {@code target/nodes}
 * @param data its data folder, if not one in that folder
 * @param settings Kafka's settings, by name
 * @param environment further environment of the launcher
 */
public record NodeSettings(
        String name, Optional<Path> data, Map<String, String> settings, Map<String, String> environment) {
    public NodeSettings {
        settings = Map.copyOf(settings);
        environment = Map.copyOf(environment);
    }

    /** A node with default settings, except that new groups do not wait for further members before they begin. */
    public static NodeSettings named(String name) {
        return new NodeSettings(name, Optional.empty(), Map.of("group.initial.rebalance.delay.ms", "0"), Map.of());
    }

    /** The same with one more setting. */
    public NodeSettings with(String setting, String value) {
        return new NodeSettings(name, data, plus(settings, setting, value), environment);
    }

    /** The same with its data elsewhere. */
    public NodeSettings withData(Path folder) {
        return new NodeSettings(name, Optional.of(folder), settings, environment);
    }

    /** The same with a heap (and as much direct memory) of so many MiB: what leaks then shows soon. */
    public NodeSettings withHeapMiB(int mebibytes) {
        String options = "-Xms32m -Xmx" + mebibytes + "m -XX:MaxDirectMemorySize=" + mebibytes + "m";
        return new NodeSettings(name, data, settings, plus(environment, "OTTLA_HEAP_OPTS", options));
    }

    private static Map<String, String> plus(Map<String, String> map, String key, String value) {
        Map<String, String> more = new HashMap<>(map);
        more.put(key, value);
        return more;
    }
}
