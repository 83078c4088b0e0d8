package io.ottla.multinode.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a node of a test is started.
 *
 * @param name names its folder under {@code target/nodes}
 * @param data its data folder, if not one in that folder
 * @param settings Kafka's settings, by name
 * @param environment further environment of the launcher
 * @param place where it runs
 * @param command {@code dev} or {@code start}, and options besides data, addresses and settings
 */
public record NodeSettings(
        String name,
        Optional<Path> data,
        Map<String, String> settings,
        Map<String, String> environment,
        Place place,
        List<String> command) {
    private static final List<String> DEV = List.of("dev");

    public NodeSettings {
        command = List.copyOf(command);
        settings = Map.copyOf(settings);
        environment = Map.copyOf(environment);
    }

    /** A node with default settings, except that new groups do not wait for further members before they begin. */
    public static NodeSettings named(String name) {
        return new NodeSettings(
                name,
                Optional.empty(),
                Map.of("group.initial.rebalance.delay.ms", "0"),
                Map.of(),
                Place.ON_FREE_PORTS,
                DEV);
    }

    /** The same with one more setting. */
    public NodeSettings with(String setting, String value) {
        return new NodeSettings(name, data, plus(settings, setting, value), environment, place, command);
    }

    /** The same with its data elsewhere. */
    public NodeSettings withData(Path folder) {
        return new NodeSettings(name, Optional.of(folder), settings, environment, place, command);
    }

    /** The same with a heap (and as much direct memory) of so many MiB: what leaks then shows soon. */
    public NodeSettings withHeapMiB(int mebibytes) {
        String options = "-Xms32m -Xmx" + mebibytes + "m -XX:MaxDirectMemorySize=" + mebibytes + "m";
        return withEnvironment("OTTLA_HEAP_OPTS", options);
    }

    /** The same with one more variable for the launcher. */
    public NodeSettings withEnvironment(String variable, String value) {
        return new NodeSettings(name, data, settings, plus(environment, variable, value), place, command);
    }

    /** The same in a folder of another name. */
    public NodeSettings renamed(String other) {
        return new NodeSettings(other, data, settings, environment, place, command);
    }

    /** The same elsewhere. */
    public NodeSettings at(Place other) {
        return new NodeSettings(name, data, settings, environment, other, command);
    }

    /** The same as a node of a cluster, with these options of {@code ottla start}. */
    public NodeSettings inCluster(List<String> options) {
        List<String> start = new ArrayList<>(List.of("start"));
        start.addAll(options);
        return new NodeSettings(name, data, settings, environment, place, start);
    }

    /** The same as so many nodes that one command starts, on free ports that follow each other (those of HTTP a hundred apart). */
    public NodeSettings asDevNodes(int count) {
        int kafka = FreePorts.inARow(count);
        int akka = FreePorts.inARow(count);
        NodeAddresses first =
                new NodeAddresses("127.0.0.1:" + kafka, FreePorts.addresses(1).get(0));
        List<String> dev = List.of("dev", "--nodes", String.valueOf(count), "--akka", "127.0.0.1:" + akka);
        return new NodeSettings(name, data, settings, environment, new Place(first, List.of()), dev);
    }

    private static Map<String, String> plus(Map<String, String> map, String key, String value) {
        Map<String, String> more = new HashMap<>(map);
        more.put(key, value);
        return more;
    }
}
