import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One step with many partitions or connections on one node; prints a row of a table: how long it took, and what the node's process holds after it.
 *
 * <pre>
 *   java -cp ottla.jar Scale.java HOST:PORT PID create PARTITIONS | produce PARTITIONS | describe PARTITIONS | leaders PARTITIONS | connect CONNECTIONS
 * </pre>
 */
final class Scale {
    private static final int PARTITIONS_PER_TOPIC = 100;
    private static final int TOPICS_PER_REQUEST = 10;
    private static final int PARTITIONS_PER_PAGE = 1_000;
    private static final long PATIENCE_NANOS = 300_000_000_000L;

    private final String bootstrap;
    private final int count;

    private Scale(String bootstrap, int count) {
        this.bootstrap = bootstrap;
        this.count = count;
    }

    public static void main(String[] arguments) throws Exception {
        Scale scale = new Scale(arguments[0], Integer.parseInt(arguments[3]));
        long start = System.nanoTime();
        String done =
                switch (arguments[2]) {
                    case "create" -> scale.create();
                    case "produce" -> scale.produce();
                    case "describe" -> scale.describe();
                    case "leaders" -> scale.awaitLeaders();
                    case "connect" -> scale.connect(arguments[1]);
                    default -> throw new IllegalArgumentException("unknown step " + arguments[2]);
                };
        System.out.println(row(done, start, arguments[1]));
    }

    private static String row(String done, long start, String pid) throws IOException {
        return "| %s | %.1f | %d | %d |".formatted(done, (System.nanoTime() - start) / 1e9, openFiles(pid), resident(pid));
    }

    private static long openFiles(String pid) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", pid, "fd"))) {
            return files.count();
        }
    }

    private static long resident(String pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    private String create() throws Exception {
        List<NewTopic> topics = names().map(name -> new NewTopic(name, PARTITIONS_PER_TOPIC, (short) 1))
                .toList();
        try (Admin admin = admin()) {
            for (int i = 0; i < topics.size(); i += TOPICS_PER_REQUEST) {
                admin.createTopics(topics.subList(i, Math.min(topics.size(), i + TOPICS_PER_REQUEST)))
                        .all()
                        .get();
            }
        }
        return "%,d partitions created".formatted(count);
    }

    private String produce() throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 5);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            names().forEach(topic -> {
                for (int partition = 0; partition < PARTITIONS_PER_TOPIC; partition++) {
                    sent.add(producer.send(new ProducerRecord<>(topic, partition, "key", "value")));
                }
            });
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
        return "a record to each, acknowledged";
    }

    private String describe() throws Exception {
        try (Admin admin = admin()) {
            Set<String> listed = admin.listTopics().names().get();
            long found = described(admin, names().filter(listed::contains).toList());
            if (found != count) {
                throw new IllegalStateException("found " + found + " partitions with a leader");
            }
        }
        return "listed, and described in pages of %,d partitions".formatted(PARTITIONS_PER_PAGE);
    }

    /** The first is the time since the node was started, whose first answer may be a refusal. */
    private String awaitLeaders() throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            try (Admin admin = admin()) {
                if (described(admin, names().toList()) == count) {
                    return "restarted: all have leaders";
                }
            } catch (ExecutionException | KafkaException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException("not all partitions have leaders");
    }

    private static long described(Admin admin, List<String> topics) throws Exception {
        Map<String, TopicDescription> found = admin.describeTopics(
                        topics, new DescribeTopicsOptions().partitionSizeLimitPerResponse(PARTITIONS_PER_PAGE))
                .allTopicNames()
                .get();
        return found.values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .filter(partition -> partition.leader() != null)
                .count();
    }

    /** Opens connections, asks on each for the versions of the protocol, and prints its row while they are open. */
    private String connect(String pid) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long filesBefore = openFiles(pid);
        int colon = bootstrap.lastIndexOf(':');
        InetSocketAddress address =
                new InetSocketAddress(bootstrap.substring(0, colon), Integer.parseInt(bootstrap.substring(colon + 1)));
        List<SocketChannel> connections = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                connections.add(SocketChannel.open(address));
            }
            for (SocketChannel connection : connections) {
                ask(connection);
            }
            System.out.println(row("%,d connections, each was answered".formatted(count), start, pid));
            for (SocketChannel connection : connections) {
                ask(connection);
            }
        } finally {
            for (SocketChannel connection : connections) {
                connection.close();
            }
        }
        // The node hears of closed connections a moment later.
        while (openFiles(pid) > filesBefore + count / 100 && System.nanoTime() - start < PATIENCE_NANOS) {
            Thread.sleep(10);
        }
        return "again, and they are closed";
    }

    private static void ask(SocketChannel connection) throws IOException {
        byte[] client = "scale".getBytes(StandardCharsets.UTF_8);
        ByteBuffer request = ByteBuffer.allocate(14 + client.length)
                .putInt(10 + client.length)
                .putShort((short) 18)
                .putShort((short) 0)
                .putInt(7)
                .putShort((short) client.length)
                .put(client)
                .flip();
        while (request.hasRemaining()) {
            connection.write(request);
        }
        ByteBuffer length = read(connection, 4);
        read(connection, length.getInt());
    }

    private static ByteBuffer read(SocketChannel connection, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (connection.read(buffer) < 0) {
                throw new EOFException("the node closed a connection");
            }
        }
        return buffer.flip();
    }

    private Stream<String> names() {
        return IntStream.range(0, count / PARTITIONS_PER_TOPIC).mapToObj(number -> "scale-" + number);
    }

    private Admin admin() {
        return Admin.create(
                Map.of("bootstrap.servers", bootstrap, "request.timeout.ms", 120_000, "default.api.timeout.ms", 120_000));
    }
}
