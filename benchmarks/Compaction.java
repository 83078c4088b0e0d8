import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Has a broker compact a log: writes keyed records to a topic that is not compacted, then says that it is, and waits until what is superseded is gone.
 * Prints what the cleaner's thread used for it. The records are the same for every broker.
 *
 * <pre>
 *   java -cp kafka-clients.jar Compaction.java HOST:PORT PID RECORDS KEYS
 * </pre>
 */
final class Compaction {
    private static final String TOPIC = "compaction";
    private static final int VALUE_BYTES = 1_000;
    private static final int SEGMENT_BYTES = 64 << 20;
    private static final double CLOCK_TICKS_PER_SECOND = 100;
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private Compaction() {}

    public static void main(String[] arguments) throws Exception {
        int records = Integer.parseInt(arguments[2]);
        int keys = Integer.parseInt(arguments[3]);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", arguments[0]))) {
            create(admin);
            produce(arguments[0], records, keys);
            long before = size(admin);
            long start = System.nanoTime();
            makeCompacted(admin);
            while (size(admin) > before / 2) {
                if (System.nanoTime() - start > PATIENCE_NANOS) {
                    throw new IllegalStateException("not compacted: " + size(admin) + " of " + before + " bytes");
                }
                Thread.sleep(20);
            }
            double cpu = cleanerCpuSeconds(arguments[1]);
            System.out.printf("%.0f\t%.1f\t%.2f%n", before / 1e6, (System.nanoTime() - start) / 1e9, cpu);
        }
    }

    private static void create(Admin admin) throws Exception {
        NewTopic topic = new NewTopic(TOPIC, 1, (short) 1)
                .configs(Map.of(
                        "segment.bytes", String.valueOf(SEGMENT_BYTES),
                        "file.delete.delay.ms", "0",
                        "min.cleanable.dirty.ratio", "0.01"));
        admin.createTopics(List.of(topic)).all().get();
    }

    private static void produce(String bootstrap, int records, int keys) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrap, "acks", "1", "linger.ms", 5, "batch.size", 65_536);
        Random random = new Random(1);
        byte[] value = new byte[VALUE_BYTES];
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                random.nextBytes(value);
                byte[] key = ("key-" + random.nextInt(keys)).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(TOPIC, 0, key, value.clone()));
            }
        }
    }

    private static void makeCompacted(Admin admin) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, TOPIC),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("cleanup.policy", "compact"), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private static long size(Admin admin) throws Exception {
        int broker = admin.describeCluster().nodes().get().iterator().next().id();
        return admin.describeLogDirs(List.of(broker)).allDescriptions().get().get(broker).values().stream()
                .mapToLong(directory -> directory
                        .replicaInfos()
                        .get(new TopicPartition(TOPIC, 0))
                        .size())
                .sum();
    }

    /** Kafka's thread is called kafka-log-cleaner-thread-0, Ottla's ottla-log-cleaner; the system keeps 15 letters. */
    private static double cleanerCpuSeconds(String pid) throws IOException {
        double seconds = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc", pid, "task"))) {
            for (Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).strip().endsWith("-log-clean")) {
                    String stat = Files.readString(thread.resolve("stat"));
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                    seconds += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / CLOCK_TICKS_PER_SECOND;
                }
            }
        }
        return seconds;
    }
}
