import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * An open loop: keyed records are due at fixed times, whatever the broker does, and each one's latency counts from the time it was due
 * to the time a consumer has it. So a broker that stands still for a second has a second of late records, not one late record.
 *
 * <p>The rate is half of what the same producer reaches without a pace, measured first, unless {@code --rate} names one. Everything
 * that was due is waited for; what does not come within half a minute is counted as missing.
 *
 * <pre>
 *   OpenLoop --bootstrap H:P [--minutes 10] [--rate N] [--rf 1] [--min-isr 1] [--partitions 6] [--size 1024] [--probe-s 8]
 * </pre>
 */
final class OpenLoop {
    private static final int KEYS = 100_000;
    private static final long STRAGGLERS_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Map<String, String> options = new HashMap<>();
    private final Latencies latencies = new Latencies();

    /** -1 until the consumer stands at the end of every partition: what was sent before would be missing. */
    private final AtomicLong received = new AtomicLong(-1);

    private final AtomicInteger failed = new AtomicInteger();
    private final byte[][] keys = new byte[KEYS][];
    private volatile boolean over;

    private OpenLoop(String[] arguments) {
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i].replaceFirst("^--", ""), arguments[i + 1]);
        }
        for (int i = 0; i < KEYS; i++) {
            keys[i] = ("customer-" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    public static void main(String[] arguments) throws Exception {
        new OpenLoop(arguments).run();
        System.exit(0);
    }

    private String text(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    private double number(String name, double otherwise) {
        return Double.parseDouble(text(name, Double.toString(otherwise)));
    }

    private void run() throws Exception {
        String topic = "open-loop-" + System.nanoTime();
        int partitions = (int) number("partitions", 6);
        try (Admin admin = Admin.create(clients())) {
            // Old records go while it runs, or ten minutes would fill the disk.
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) number("rf", 1)).configs(Map.of(
                            "min.insync.replicas", text("min-isr", "1"),
                            "retention.bytes", Long.toString(256L << 20),
                            "segment.bytes", Long.toString(64L << 20),
                            "file.delete.delay.ms", "1000"))))
                    .all()
                    .get();
            double rate = number("rate", 0);
            if (rate == 0) {
                double most = maximum(topic);
                print("max_records_per_s", most);
                rate = Math.floor(most / 2);
            }
            print("target_records_per_s", rate);
            paced(topic, partitions, rate, (long) (number("minutes", 10) * 60e9));
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    /** What the producer reaches when nothing holds it back, after half as long to warm up. */
    private double maximum(String topic) throws InterruptedException {
        double seconds = number("probe-s", 8);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            unpaced(producer, topic, seconds / 2);
            long begin = System.nanoTime();
            long records = unpaced(producer, topic, seconds);
            return records * 1e9 / (System.nanoTime() - begin);
        }
    }

    private long unpaced(KafkaProducer<byte[], byte[]> producer, String topic, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long sent = 0;
        byte[] payload = payload();
        while (System.nanoTime() < end) {
            for (int i = 0; i < 100; i++) {
                send(producer, topic, sent++, 0, payload);
            }
        }
        producer.flush();
        return sent;
    }

    private void paced(String topic, int partitions, double rate, long forNanos) throws Exception {
        Thread consumer = new Thread(() -> consume(topic, partitions), "consumer");
        consumer.start();
        while (received.get() < 0) {
            Thread.sleep(10);
        }
        byte[] payload = payload();
        long due = (long) (rate * forNanos / 1e9);
        long latest = 0;
        long begin = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (long next = 0; next < due; next++) {
                long at = begin + (long) (next * 1e9 / rate);
                while (System.nanoTime() < at) {
                    LockSupport.parkNanos(500_000);
                }
                latest = Math.max(latest, System.nanoTime() - at);
                send(producer, topic, next, at, payload);
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long deadline = System.nanoTime() + STRAGGLERS_NANOS;
        while (received.get() < due - failed.get() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        over = true;
        consumer.join();
        print("records_per_s", due / seconds);
        for (double percent : new double[] {50, 99, 99.9, 99.99}) {
            print("open_e2e_p" + (percent == Math.rint(percent) ? "" + (int) percent : "" + percent) + "_ms",
                    latencies.percentile(percent) / 1e6);
        }
        print("open_e2e_max_ms", latencies.max() / 1e6);
        print("producer_latest_ms", latest / 1e6);
        print("failed", failed.get());
        print("missing", due - failed.get() - received.get());
    }

    /** Every record gets a payload of its own: what waits in the producer's batches is copied there at once, so one array serves all. */
    private void send(KafkaProducer<byte[], byte[]> producer, String topic, long number, long dueNanos, byte[] payload) {
        ByteBuffer.wrap(payload).putLong(dueNanos);
        producer.send(new ProducerRecord<>(topic, keys[(int) (number % KEYS)], payload), (metadata, failure) -> {
            if (failure != null) {
                failed.incrementAndGet();
            }
        });
    }

    private byte[] payload() {
        byte[] payload = new byte[(int) number("size", 1024)];
        Random random = new Random(7);
        for (int i = 8; i < payload.length; i++) {
            payload[i] = (byte) ('A' + random.nextInt(26));
        }
        return payload;
    }

    private void consume(String topic, int partitions) {
        Properties settings = clients();
        settings.put("auto.offset.reset", "latest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            for (int i = 0; i < partitions; i++) {
                all.add(new TopicPartition(topic, i));
            }
            consumer.assign(all);
            consumer.seekToEnd(all);
            all.forEach(consumer::position);
            received.set(0);
            while (!over) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    latencies.add(System.nanoTime() - ByteBuffer.wrap(record.value()).getLong());
                    received.incrementAndGet();
                }
            }
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Properties settings = clients();
        settings.put("acks", "all");
        settings.put("linger.ms", "5");
        settings.put("batch.size", "65536");
        settings.put("buffer.memory", "134217728");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Properties clients() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", text("bootstrap", "127.0.0.1:9092"));
        return settings;
    }

    private static void print(String metric, double value) {
        System.out.println(metric + "\t" + String.format(Locale.ROOT, "%.3f", value));
    }

    /** Counts by latency, at most a sixteenth too high; one writer. */
    private static final class Latencies {
        private static final int BITS = 4;

        private final long[] counts = new long[64 << BITS];
        private long all;
        private long max;

        void add(long nanos) {
            long value = Math.max(1L << BITS, nanos);
            int magnitude = 63 - Long.numberOfLeadingZeros(value);
            int within = (int) (value >>> (magnitude - BITS)) & ((1 << BITS) - 1);
            counts[magnitude << BITS | within]++;
            all++;
            max = Math.max(max, nanos);
        }

        long max() {
            return max;
        }

        double percentile(double percent) {
            long wanted = (long) Math.ceil(all * percent / 100);
            long seen = 0;
            for (int i = 0; i < counts.length; i++) {
                seen += counts[i];
                if (seen >= wanted && seen > 0) {
                    int magnitude = i >> BITS;
                    long lowest = (1L << magnitude) + ((long) (i & ((1 << BITS) - 1)) << (magnitude - BITS));
                    return Math.min(max, lowest + (1L << (magnitude - BITS)));
                }
            }
            return Double.NaN;
        }
    }
}
