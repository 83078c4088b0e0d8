import ch.qos.logback.classic.Level;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.LoggerFactory;

/**
 * The REST proxy beside Kafka's Java clients, at one node: records of 1 KiB, all acknowledgements. Prints records per second and the
 * ratio to the Java client. See rest.sh.
 */
public class RestBench {
    private static final int SIZE = 1024;
    private static final int BATCH = 100;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI http;
    private final String kafka;
    private final int records;
    private final String cluster;
    private final byte[] value = new byte[SIZE];
    private final String base64;

    RestBench(String http, String kafka, int records) throws Exception {
        this.http = URI.create(http);
        this.kafka = kafka;
        this.records = records;
        new Random(1).nextBytes(value);
        base64 = Base64.getEncoder().encodeToString(value);
        Matcher id = Pattern.compile("\"cluster_id\":\"([^\"]+)\"").matcher(get("/v3/clusters"));
        if (!id.find()) {
            throw new IllegalStateException("no cluster at " + http);
        }
        cluster = "/v3/clusters/" + id.group(1);
    }

    public static void main(String[] args) throws Exception {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.WARN);
        RestBench bench = new RestBench(args[0], args[1], Integer.parseInt(args[2]));
        bench.warmUp();
        double producer = bench.javaProducer("bench-java");
        print("java producer", producer, producer);
        print("v2 batches of 100, 4 connections", bench.batches("bench-v2", 4), producer);
        print("v3 stream, 1 connection", bench.stream("bench-v3"), producer);
        double consumer = bench.javaConsumer("bench-java");
        print("java consumer", consumer, consumer);
        print("NDJSON", bench.read("bench-java", "application/x-ndjson"), consumer);
        print("SSE", bench.read("bench-java", "text/event-stream"), consumer);
        bench.idleStreams("bench-java", 1000);
    }

    private static void print(String what, double perSecond, double reference) {
        System.out.printf(Locale.ROOT, "%-36s %10.0f records/s   ratio %.2f%n", what, perSecond, perSecond / reference);
    }

    private void warmUp() throws Exception {
        RestBench small = new RestBench(http.toString(), kafka, Math.min(20_000, records));
        small.javaProducer("warm");
        small.batches("warm", 4);
        small.stream("warm");
        small.read("warm", "application/x-ndjson");
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

    private double batches(String topic, int connections) throws Exception {
        String body = "{\"records\":[" + ("{\"partition\":0,\"value\":\"" + base64 + "\"},").repeat(BATCH - 1)
                + "{\"partition\":0,\"value\":\"" + base64 + "\"}]}";
        HttpRequest request = HttpRequest.newBuilder(http.resolve("/topics/" + topic))
                .header("Content-Type", "application/vnd.kafka.binary.v2+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        long begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < connections; c++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < records / BATCH / connections; i++) {
                    send(request);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return rate(begin);
    }

    private static void send(HttpRequest request) {
        try {
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private double stream(String topic) throws Exception {
        byte[] record = ("{\"partition_id\":0,\"value\":{\"type\":\"BINARY\",\"data\":\"" + base64 + "\"}}\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] chunk = (Integer.toHexString(record.length) + "\r\n").getBytes(StandardCharsets.UTF_8);
        long begin = System.nanoTime();
        try (Socket socket = new Socket(http.getHost(), http.getPort())) {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 << 10);
            out.write(("POST " + cluster + "/topics/" + topic + "/records HTTP/1.1\r\nHost: bench\r\n"
                            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < records; i++) {
                        out.write(chunk);
                        out.write(record);
                        out.write('\r');
                        out.write('\n');
                    }
                    out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            writer.start();
            count(socket.getInputStream(), "\"error_code\":200");
        }
        return rate(begin);
    }

    private void count(InputStream in, String mark) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 64 << 10);
        int seen = 0;
        for (String line = lines.readLine(); line != null && seen < records; line = lines.readLine()) {
            if (line.contains(mark)) {
                seen++;
                if (seen == records) {
                    return;
                }
            }
        }
        throw new IllegalStateException("only " + seen + " of " + records + " records were answered");
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
        HttpRequest request = HttpRequest.newBuilder(http.resolve(cluster + "/topics/" + topic
                        + "/records?from=beginning&value_format=BINARY&limit=" + records))
                .header("Accept", type)
                .build();
        try (InputStream in = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            count(in, "\"offset\":");
        }
        return rate(begin);
    }

    private void idleStreams(String topic, int count) throws Exception {
        double before = memoryMiB();
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(http.getHost(), http.getPort());
            socket.getOutputStream().write(("GET " + cluster + "/topics/" + topic + "/records HTTP/1.1\r\nHost: bench\r\n"
                            + "Accept: text/event-stream\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().read(new byte[256]);
            sockets.add(socket);
        }
        System.out.printf(
                Locale.ROOT, "%d idle streams: resident memory %.0f MiB before, %.0f MiB with them%n", count, before, memoryMiB());
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private double memoryMiB() throws Exception {
        Matcher matcher = Pattern.compile("process_resident_memory_bytes ([0-9.E]+)").matcher(get("/metrics"));
        return matcher.find() ? Double.parseDouble(matcher.group(1)) / (1 << 20) : Double.NaN;
    }

    private String get(String path) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(http.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private double rate(long begin) {
        return records * 1e9 / (System.nanoTime() - begin);
    }
}
