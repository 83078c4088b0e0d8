package io.ottla.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a node needs to know to start, after file, {@code --set} and flags have been merged.
 *
 * @param mode for development on one machine, or a node from a configuration
 * @param dataDir the folder of the node's own files, and of its logs unless {@code settings} names {@code log.dirs}
 * @param kafka where the Kafka port listens; port 0 takes a free one
 * @param http where the HTTP port listens; port 0 takes a free one
 * @param akka where other nodes reach this one; port 0 takes a free one
 * @param join how it finds its cluster
 * @param settings the settings given by the user, by name as in server.properties; names that a flag has overruled
 *     ({@code listeners}, {@code log.dirs}) are not in it
 */
public record NodeOptions(
        Mode mode,
        Path dataDir,
        HostAndPort kafka,
        HostAndPort http,
        HostAndPort akka,
        JoinOptions join,
        Map<String, String> settings) {

    /** What a node is started for. */
    public enum Mode {
        /** For trying things out on one machine, without configuration. */
        DEV,
        /** A node of a cluster, of one node or more. */
        START
    }

    public NodeOptions {
        settings = Map.copyOf(settings);
    }

    /** One node for development in a folder, on the usual ports of the loopback interface. */
    public static NodeOptions dev(Path dataDir) {
        return new NodeOptions(
                Mode.DEV,
                dataDir,
                new HostAndPort("127.0.0.1", 9092),
                new HostAndPort("127.0.0.1", 8080),
                new HostAndPort("127.0.0.1", 0),
                JoinOptions.ALONE,
                Map.of());
    }

    /** The same on ports that are free now: for tests, of which many run at once. */
    public NodeOptions onFreePorts() {
        return withPorts(0, 0, 0);
    }

    /** The same on these ports. */
    public NodeOptions withPorts(int kafkaPort, int httpPort, int akkaPort) {
        return new NodeOptions(
                mode,
                dataDir,
                kafka.withPort(kafkaPort),
                http.withPort(httpPort),
                akka.withPort(akkaPort),
                join,
                settings);
    }

    /** The same in the cluster that is found so. */
    public NodeOptions withJoin(JoinOptions otherJoin) {
        return new NodeOptions(mode, dataDir, kafka, http, akka, otherJoin, settings);
    }

    /** The same with other settings. */
    public NodeOptions withSettings(Map<String, String> otherSettings) {
        return new NodeOptions(mode, dataDir, kafka, http, akka, join, otherSettings);
    }

    /** Where other nodes reach it, as it calls itself. */
    HostAndPort reachedAt() {
        return join.advertise()
                .or(() -> akka.isWildcard() ? Optional.of(NodeSettings.hostName()) : Optional.empty())
                .map(host -> new HostAndPort(host, akka.port()))
                .orElse(akka);
    }
}
