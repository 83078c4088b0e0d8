package io.ottla.testkit;

import io.ottla.server.HostAndPort;
import io.ottla.server.JoinOptions;
import io.ottla.server.NodeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Ottla in a test's own JVM: real brokers on free ports of the loopback interface, with their data in a temporary folder that
 * {@link #close} removes.
 *
 * <pre>{@code
 * try (OttlaCluster cluster = OttlaCluster.builder().brokers(3).set("num.partitions", "3").start()) {
 *     var producer = new KafkaProducer<String, String>(Map.of("bootstrap.servers", cluster.bootstrapServers(), ...));
 * }
 * }</pre>
 *
 * <p>Brokers have the numbers 1, 2 and so on, which are their node ids too. A broker that was stopped or killed keeps its data
 * and its ports: clients find it again when it is started. Each broker has its own actor system and its own settings; what one
 * does not share with the others in production it does not share here.
 */
public final class OttlaCluster implements AutoCloseable {
    private final Path folder;
    private final Map<String, String> settings;
    private final List<TestBroker> brokers;

    private OttlaCluster(Path folder, Builder description) {
        this.folder = folder;
        this.settings = Map.copyOf(description.settings);
        this.brokers = brokers(folder, description);
        try {
            together(TestBroker::start);
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** A cluster with all defaults: one broker. */
    public static OttlaCluster start() {
        return builder().start();
    }

    /** A cluster to be described. */
    public static Builder builder() {
        return new Builder();
    }

    /** What clients connect to, as {@code bootstrap.servers}: all brokers, running or not. */
    public String bootstrapServers() {
        return brokers.stream().map(TestBroker::kafka).collect(Collectors.joining(","));
    }

    /** Where one broker's Kafka port is. */
    public String bootstrapServers(int broker) {
        return broker(broker).kafka();
    }

    /** Where the HTTP port of the first broker is, as {@code http://host:port}. */
    public String httpUrl() {
        return httpUrl(1);
    }

    /** Where the HTTP port of a broker is, as {@code http://host:port}. */
    public String httpUrl(int broker) {
        return broker(broker).http();
    }

    /** How many brokers there are, running or not. */
    public int size() {
        return brokers.size();
    }

    /** The settings all brokers were started with. */
    public Map<String, String> settings() {
        return settings;
    }

    /** Whether a broker runs. */
    public boolean isRunning(int broker) {
        return broker(broker).isRunning();
    }

    /** Stops a broker cleanly: it hands over what it leads; its data stays. Does nothing if it is stopped. */
    public void stopBroker(int broker) {
        broker(broker).stop();
    }

    /** Ends a broker as a crash does: nobody is told. What it has written stays, as after {@code kill -9}. */
    public void killBroker(int broker) {
        broker(broker).kill();
    }

    /**
     * Starts a broker that was stopped or killed, on its data and its ports; it serves when this returns. Does nothing if it
     * runs.
     */
    public void startBroker(int broker) {
        broker(broker).start();
    }

    /** Starts all brokers that do not run, at the same time. */
    public void startAll() {
        together(TestBroker::start);
    }

    /** Adds a broker with the next number, which joins the others. */
    public int addBroker() {
        int number = brokers.size() + 1;
        HostAndPort first = brokers.get(0).akka();
        TestBroker added = new TestBroker(
                number,
                options(folder, number, settings, FreePorts.take(1).get(0))
                        .withJoin(JoinOptions.together(List.of(first))));
        brokers.add(added);
        added.start();
        return number;
    }

    /** Ends everything and removes the data. */
    @Override
    public void close() {
        // Nobody needs these logs any more: there is nothing to take leave of.
        together(TestBroker::kill);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(OttlaCluster::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }

    private TestBroker broker(int number) {
        if (number < 1 || number > brokers.size()) {
            throw new IllegalArgumentException(
                    "there is no broker " + number + "; they are numbered 1 to " + brokers.size());
        }
        return brokers.get(number - 1);
    }

    private void together(Consumer<TestBroker> work) {
        Together.run(brokers.stream()
                .<Runnable>map(broker -> () -> work.accept(broker))
                .toList());
    }

    private static List<TestBroker> brokers(Path folder, Builder description) {
        int count = description.brokers;
        List<HostAndPort> addresses = count == 1 ? List.of() : FreePorts.take(count);
        JoinOptions join = count == 1 ? JoinOptions.ALONE : JoinOptions.together(addresses);
        List<TestBroker> result = new ArrayList<>();
        IntStream.rangeClosed(1, count).forEach(number -> {
            Map<String, String> settings = new HashMap<>(description.settings);
            settings.putAll(description.ownSettings.getOrDefault(number, Map.of()));
            HostAndPort akka = count == 1 ? new HostAndPort("127.0.0.1", 0) : addresses.get(number - 1);
            result.add(new TestBroker(
                    number, options(folder, number, settings, akka).withJoin(join)));
        });
        return result;
    }

    private static NodeOptions options(Path folder, int number, Map<String, String> settings, HostAndPort akka) {
        Map<String, String> own = new HashMap<>(settings);
        own.putIfAbsent("node.id", String.valueOf(number));
        return NodeOptions.dev(folder.resolve("broker-" + number))
                .withPorts(0, 0, akka.port())
                .withSettings(own);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }

    /** Describes a cluster. */
    public static final class Builder {
        private final Map<String, String> settings = new HashMap<>();
        private final Map<Integer, Map<String, String>> ownSettings = new HashMap<>();
        private int brokers = 1;

        private Builder() {}

        /** How many brokers; one if not told. */
        public Builder brokers(int count) {
            if (count < 1) {
                throw new IllegalArgumentException(count + " brokers are too few");
            }
            brokers = count;
            return this;
        }

        /** A setting of all brokers under its Kafka name, as in {@code server.properties}. */
        public Builder set(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /** A setting of one broker, such as its {@code broker.rack}. */
        public Builder set(int broker, String name, String value) {
            ownSettings.computeIfAbsent(broker, unused -> new HashMap<>()).put(name, value);
            return this;
        }

        /** Settings of all brokers under their Kafka names. */
        public Builder settings(Map<String, String> more) {
            settings.putAll(more);
            return this;
        }

        /** Starts the cluster; all brokers serve when this returns. */
        public OttlaCluster start() {
            try {
                return new OttlaCluster(Files.createTempDirectory("ottla-test-"), this);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot make a temporary folder", e);
            }
        }
    }
}
