package io.ottla.testkit;

import io.ottla.server.Node;
import io.ottla.server.NodeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ottla in a test's own JVM: real brokers on free ports of the loopback interface, with their data in a temporary folder that
 * {@link #close} removes.
 *
 * <pre>{@code
 * try (OttlaCluster cluster = OttlaCluster.builder().set("num.partitions", "3").start()) {
 *     var producer = new KafkaProducer<String, String>(Map.of("bootstrap.servers", cluster.bootstrapServers(), ...));
 * }
 * }</pre>
 *
 * <p>A broker that was stopped keeps its data and its port: clients find it again when it is started.
 */
public final class OttlaCluster implements AutoCloseable {
    private static final int ONLY_BROKER = 1;

    private final Path folder;
    private final Map<String, String> settings;
    private NodeOptions options;
    private @Nullable Node node;

    private OttlaCluster(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.settings = settings;
        this.options = NodeOptions.dev(folder).onFreePorts().withSettings(settings);
        startBroker(ONLY_BROKER);
    }

    /** A cluster with all defaults: one broker. */
    public static OttlaCluster start() {
        return builder().start();
    }

    /** A cluster to be described. */
    public static Builder builder() {
        return new Builder();
    }

    /** What clients connect to, as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return options.kafka().toString();
    }

    /** Where the HTTP port of a broker is, as {@code http://host:port}. */
    public String httpUrl() {
        return "http://" + options.http();
    }

    /** The settings the brokers were started with. */
    public Map<String, String> settings() {
        return settings;
    }

    /** Whether a broker runs. */
    public boolean isRunning(int broker) {
        check(broker);
        return node != null;
    }

    /** Stops a broker cleanly; its data stays. Does nothing if it is stopped. */
    public void stopBroker(int broker) {
        check(broker);
        Optional.ofNullable(node).ifPresent(Node::close);
        node = null;
    }

    /** Starts a broker that was stopped, on its data and its port. Does nothing if it runs. */
    public void startBroker(int broker) {
        check(broker);
        if (node == null) {
            Node started = Node.start(options);
            node = started;
            options = options.withPorts(started.kafka().port(), started.http().port(), 0);
        }
    }

    /** Stops everything and removes the data. */
    @Override
    public void close() {
        stopBroker(ONLY_BROKER);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(OttlaCluster::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }

    private static void check(int broker) {
        if (broker != ONLY_BROKER) {
            throw new IllegalArgumentException("there is no broker " + broker + "; the first is broker 1");
        }
    }

    /** Describes a cluster. */
    public static final class Builder {
        private final Map<String, String> settings = new HashMap<>();

        private Builder() {}

        /** A setting under its Kafka name, as in {@code server.properties}. */
        public Builder set(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /** Settings under their Kafka names. */
        public Builder settings(Map<String, String> more) {
            settings.putAll(more);
            return this;
        }

        /** Starts the cluster; it serves when this returns. */
        public OttlaCluster start() {
            try {
                return new OttlaCluster(Files.createTempDirectory("ottla-test-"), Map.copyOf(settings));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot make a temporary folder", e);
            }
        }
    }
}
