import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records of 1 KiB, written and read by HTTP and by Kafka's Java clients; all acknowledgements; records per second. */
final class RecordsBench {
    static final int BATCH = 100;

    private static final int SIZE = 1024;
    private static final int CONNECTIONS = 4;
    /** So many records of a stream make a chunk of 14 KiB, about what curl sends at once. */
    private static final int CHUNK = 10;

    private final URI http;
    private final String kafka;
    private final int records;
    private final String cluster;
    private final byte[] value = new byte[SIZE];
    private final String base64;

    RecordsBench(URI http, String kafka, String cluster, int records) {
        this.http = http;
        this.kafka = kafka;
        this.records = records;
        this.cluster = cluster;
        new Random(1).nextBytes(value);
        base64 = Base64.getEncoder().encodeToString(value);
    }

    /** Each way once, beside the Java client; which goes first changes from round to round. */
    void round(int round) throws Exception {
        String java = "bench-java-" + round;
        if (round % 2 == 0) {
            writeByHttp(round);
        }
        double producer = javaProducer(java);
        for (String workload : List.of("rest-batches", "rest-stream")) {
            Rows.print(Rows.JAVA_CLIENT, workload, round, "records_per_s", producer);
        }
        if (round % 2 == 1) {
            writeByHttp(round);
        }
        readByHttp(round, java);
        double consumer = javaConsumer(java);
        for (String workload : List.of("rest-ndjson", "rest-sse")) {
            Rows.print(Rows.JAVA_CLIENT, workload, round, "records_per_s", consumer);
        }
    }

    private void writeByHttp(int round) throws Exception {
        Rows.print(Rows.HTTP, "rest-batches", round, "records_per_s", batches("bench-batches-" + round));
        Rows.print(Rows.HTTP, "rest-stream", round, "records_per_s", stream("bench-stream-" + round));
    }

    private void readByHttp(int round, String topic) throws Exception {
        Rows.print(Rows.HTTP, "rest-ndjson", round, "records_per_s", read(topic, "application/x-ndjson"));
        Rows.print(Rows.HTTP, "rest-sse", round, "records_per_s", read(topic, "text/event-stream"));
    }

    /** Everything once without looking at the clock: what runs for the first time is not what is measured. */
    void warmUp() throws Exception {
        javaProducer("warm");
        batches("warm");
        stream("warm");
        read("warm", "application/x-ndjson");
        read("warm", "text/event-stream");
        javaConsumer("warm");
    }

    private double javaProducer(String topic) {
        long begin = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all"), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic, 0, null, value));
            }
        }
        return rate(begin);
    }

    private double batches(String topic) throws Exception {
        String record = "{\"partition\":0,\"value\":\"" + base64 + "\"}";
        String body = "{\"records\":[" + (record + ",").repeat(BATCH - 1) + record + "]}";
        byte[] request = HttpConnection.post(
                "/topics/" + topic, "application/vnd.kafka.binary.v2+json", body.getBytes(StandardCharsets.UTF_8));
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        long begin = System.nanoTime();
        try {
            List<Future<Void>> clients = new ArrayList<>();
            for (int c = 0; c < CONNECTIONS; c++) {
                int share = records / BATCH / CONNECTIONS + (c < records / BATCH % CONNECTIONS ? 1 : 0);
                Callable<Void> client = () -> send(request, share);
                clients.add(threads.submit(client));
            }
            for (Future<Void> client : clients) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return rate(begin);
    }

    private Void send(byte[] request, int times) throws IOException {
        try (HttpConnection connection = new HttpConnection(http)) {
            for (int i = 0; i < times; i++) {
                String answer = connection.exchange(request);
                if (!answer.contains("\"offset\":") || answer.contains("\"error_code\":5")) {
                    throw new IOException("not all of a batch was written: " + answer);
                }
            }
        }
        return null;
    }

    private double stream(String topic) throws Exception {
        byte[] chunk = chunk();
        long begin = System.nanoTime();
        try (HttpConnection connection = new HttpConnection(http)) {
            OutputStream out = new BufferedOutputStream(connection.out(), 64 << 10);
            out.write(HttpConnection.head(
                            "POST",
                            cluster + "/topics/" + topic + "/records",
                            "Content-Type: application/json",
                            "Transfer-Encoding: chunked")
                    .getBytes(StandardCharsets.UTF_8));
            Thread writer = new Thread(() -> write(out, chunk));
            writer.start();
            connection.readHead();
            count(connection, "\"error_code\":200");
            writer.join();
        }
        return rate(begin);
    }

    private byte[] chunk() {
        byte[] data = ("{\"partition_id\":0,\"value\":{\"type\":\"BINARY\",\"data\":\"" + base64 + "\"}}\n")
                .repeat(CHUNK)
                .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes((Integer.toHexString(data.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
        chunk.writeBytes(data);
        chunk.writeBytes(new byte[] {'\r', '\n'});
        return chunk.toByteArray();
    }

    private void write(OutputStream out, byte[] chunk) {
        try {
            for (int i = 0; i < records / CHUNK; i++) {
                out.write(chunk);
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private double javaConsumer(String topic) {
        long begin = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            for (int seen = 0; seen < records; ) {
                seen += consumer.poll(Duration.ofSeconds(10)).count();
            }
        }
        return rate(begin);
    }

    private double read(String topic, String type) throws Exception {
        long begin = System.nanoTime();
        try (HttpConnection connection = new HttpConnection(http)) {
            connection.out().write(HttpConnection.get(
                    cluster + "/topics/" + topic + "/records?from=beginning&value_format=BINARY&limit=" + records,
                    "Accept: " + type));
            connection.readHead();
            count(connection, "\"offset\":");
        }
        return rate(begin);
    }

    /** Reads lines until so many as there are records have the mark. */
    private void count(HttpConnection connection, String mark) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.in(), StandardCharsets.ISO_8859_1), 64 << 10);
        int seen = 0;
        while (seen < records) {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("only " + seen + " of " + records + " records were answered");
            }
            if (line.contains(mark)) {
                seen++;
            }
        }
    }

    private double rate(long begin) {
        return records * 1e9 / (System.nanoTime() - begin);
    }
}
