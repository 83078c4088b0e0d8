package io.ottla.server.cli;

import io.ottla.server.HostAndPort;
import io.ottla.server.JoinOptions;
import io.ottla.server.Logging;
import io.ottla.server.Node;
import io.ottla.server.NodeOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/**
 * {@code ottla warm-archive}: uses a node, a cluster and the commands once, in one process, so that the JVM's class data archive that the
 * launcher has written at its end holds what they need.
 */
@Command(name = "warm-archive", hidden = true, description = "Use everything once, for the launcher's class archive.")
final class WarmArchiveCommand implements Callable<Integer> {
    private static final String TOPIC = "warm";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int POLLS_MAX = 20;

    @Override
    public Integer call() throws IOException {
        Path dir = Files.createTempDirectory("ottla-warm");
        Logging logging = Logging.ofNode(false);
        try (Node node = Node.start(NodeOptions.dev(dir.resolve("data")).onFreePorts())) {
            logging.alsoTo(Files.createDirectories(dir.resolve("logs")));
            String bootstrap = node.kafka().toString();
            boolean allWorked = useCommands(bootstrap) && consumeInGroup(bootstrap);
            get(node.http(), "/health/ready");
            get(node.http(), "/metrics");
            return allWorked && useCluster(dir.resolve("cluster")) ? 0 : 1;
        } finally {
            logging.stop();
            delete(dir);
        }
    }

    /** Two nodes that begin a cluster, with a topic that has a replica on each. */
    private static boolean useCluster(Path dir) throws IOException {
        List<HostAndPort> addresses = freeAddresses(2);
        List<CompletableFuture<Node>> starting = new ArrayList<>();
        for (HostAndPort address : addresses) {
            NodeOptions options = NodeOptions.dev(dir.resolve(Integer.toString(address.port())))
                    .withPorts(0, 0, address.port())
                    .withJoin(JoinOptions.together(addresses));
            starting.add(CompletableFuture.supplyAsync(() -> Node.start(options), task -> new Thread(task).start()));
        }
        try {
            String bootstrap = starting.get(0).join().kafka().toString();
            starting.get(1).join();
            return runAll(
                    bootstrap,
                    List.of(
                            List.of("topic", "create", TOPIC, "--replication-factor", "2"),
                            List.of("produce", TOPIC, "--key-separator", ":"),
                            List.of("cluster", "quorum")));
        } finally {
            for (CompletableFuture<Node> node : starting) {
                node.thenAccept(Node::close).join();
            }
        }
    }

    private static List<HostAndPort> freeAddresses(int count) throws IOException {
        List<HostAndPort> addresses = new ArrayList<>();
        List<ServerSocket> held = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            held.add(socket);
            addresses.add(new HostAndPort("127.0.0.1", socket.getLocalPort()));
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return addresses;
    }

    /** Logging is off afterwards, as it is for commands. */
    private static boolean useCommands(String bootstrap) {
        List<List<String>> commands = List.of(
                List.of("topic", "create", TOPIC, "--partitions", "3"),
                List.of("produce", TOPIC, "--key-separator", ":"),
                List.of("produce", TOPIC, "--compression", "lz4"),
                List.of("tail", TOPIC),
                List.of("tail", TOPIC, "--from", "beginning", "--json"),
                List.of("topic", "list"),
                List.of("topic", "describe", TOPIC),
                List.of("group", "list"),
                List.of("cluster", "describe"));
        return runAll(bootstrap, commands);
    }

    private static boolean runAll(String bootstrap, List<List<String>> commands) {
        boolean allWorked = true;
        for (List<String> command : commands) {
            String[] arguments = Stream.concat(command.stream(), Stream.of("--bootstrap", bootstrap))
                    .toArray(String[]::new);
            allWorked &= new OttlaCli(silent("key:value\n")).execute(arguments) == 0;
        }
        return allWorked;
    }

    private static Console silent(String input) {
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Console(in, nowhere, nowhere, false);
    }

    private static boolean consumeInGroup(String bootstrap) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                ConsumerConfig.GROUP_ID_CONFIG, TOPIC,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            boolean found = false;
            for (int i = 0; i < POLLS_MAX && !found; i++) {
                found = !consumer.poll(POLL).isEmpty();
            }
            consumer.commitSync();
            return found;
        }
    }

    private static void get(HostAndPort http, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://" + http + path).toURL().openConnection();
        int status = connection.getResponseCode();
        LoggerFactory.getLogger(WarmArchiveCommand.class).info("{} answers {}", path, status);
        connection.disconnect();
    }

    private static void delete(Path dir) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(dir)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
