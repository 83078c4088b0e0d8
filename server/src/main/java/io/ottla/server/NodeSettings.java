package io.ottla.server;

import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.config.Listener;
import io.ottla.actors.config.SettingsException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * A node's options as the settings of its broker.
 *
 * @param broker the settings
 * @param logDirs where the partitions are
 * @param nodeId the node's number if the settings name one
 */
record NodeSettings(BrokerSettings broker, List<Path> logDirs, Optional<Integer> nodeId) {
    /** Of a schema registry and of a REST proxy. */
    private static final List<Integer> CONVENTIONAL_HTTP_PORTS = List.of(8081, 8082);

    /**
     * Reads the options.
     *
     * @throws StartFailure if a setting cannot be used
     */
    static NodeSettings of(NodeOptions options) {
        Map<String, String> given = new HashMap<>(options.settings());
        given.putIfAbsent("listeners", "PLAINTEXT://" + options.kafka());
        if (options.mode() == NodeOptions.Mode.DEV) {
            // Nobody else is coming: the first member of a group need not wait for others.
            given.putIfAbsent("group.initial.rebalance.delay.ms", "0");
        }
        BrokerSettings broker = parse(given);
        requirePlaintext(broker);
        boolean ownDirs = given.containsKey("log.dirs") || given.containsKey("log.dir");
        List<Path> logDirs =
                ownDirs ? broker.logDirs() : List.of(options.dataDir().resolve("data"));
        Optional<Integer> nodeId = given.containsKey("node.id") || given.containsKey("broker.id")
                ? Optional.of(broker.nodeId()).filter(id -> id >= 0)
                : Optional.empty();
        return new NodeSettings(broker, logDirs, nodeId);
    }

    /**
     * Where clients are told to come.
     *
     * @param boundPort the port the first listener got
     */
    HostAndPort advertised(NodeOptions options, int boundPort) {
        Listener first = broker.advertisedListeners().get(0);
        String host = options.join().advertise().orElseGet(() -> first.isWildcard() ? hostName() : first.host());
        return new HostAndPort(host, first.port() == 0 ? boundPort : first.port());
    }

    /**
     * Where the HTTP port listens beside the node's own, for clients that know the services by their port.
     */
    Stream<HostAndPort> conventionalHttp(HostAndPort http) {
        boolean wanted = broker.getBoolean("ottla.http.conventional-ports");
        return CONVENTIONAL_HTTP_PORTS.stream()
                .filter(port -> wanted && port != http.port())
                .map(http::withPort);
    }

    private static BrokerSettings parse(Map<String, String> given) {
        try {
            return BrokerSettings.of(given);
        } catch (SettingsException e) {
            throw StartFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static void requirePlaintext(BrokerSettings broker) {
        for (Listener listener : broker.listeners()) {
            if (listener.protocol() != SecurityProtocol.PLAINTEXT) {
                throw StartFailure.usage("listener " + listener.address() + " uses " + listener.protocol()
                        + ", but this version speaks PLAINTEXT only: change listeners");
            }
        }
    }

    /** The name of this machine, for addresses that others are told. */
    static String hostName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            throw StartFailure.failed(
                    "this machine's own name cannot be resolved, so there is no address to tell clients:"
                            + " give one with --advertise HOST",
                    e);
        }
    }
}
