package io.ottla.server.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ottla produce TOPIC}: every line of standard input, or of a file, becomes a record. */
@Command(name = "produce", description = "Send lines as records. The topic is made if the broker may.")
final class ProduceCommand implements Callable<Integer> {
    private static final int LINE_BYTES_MAX = 64 * 1024 * 1024;
    private static final int MAX_BLOCK_MS = 15_000;

    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "TOPIC", description = "The topic.")
    private String topic;

    @Option(
            names = "--key-separator",
            paramLabel = "TEXT",
            description = "Lines are KEY, this text, VALUE. Without it records have no key.")
    private @Nullable String keySeparator;

    @Option(
            names = "--null",
            paramLabel = "TEXT",
            description =
                    "A key or value that is this text becomes null: the tombstone of its key in a compacted topic.")
    private @Nullable String nullMarker;

    @Option(names = "--header", paramLabel = "k=v", description = "A header of every record. May be repeated.")
    private List<String> headers = List.of();

    @Option(names = "--file", paramLabel = "FILE", description = "Read this file instead of standard input.")
    private @Nullable Path file;

    @Option(names = "--partition", paramLabel = "n", description = "Send everything to this partition.")
    private @Nullable Integer partition;

    @Option(
            names = "--acks",
            paramLabel = "0|1|all",
            defaultValue = "all",
            description = "Whose acknowledgement to wait for: nobody's, the leader's, all in-sync replicas' (default).")
    private String acks = "all";

    @Option(
            names = "--compression",
            paramLabel = "CODEC",
            defaultValue = "none",
            description = "none, gzip, snappy, lz4 or zstd (default: ${DEFAULT-VALUE}).")
    private Codec compression = Codec.NONE;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress and no summary.")
    private boolean quiet;

    /** The codecs of Kafka. */
    enum Codec {
        NONE,
        GZIP,
        SNAPPY,
        LZ4,
        ZSTD
    }

    ProduceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        requireAcks();
        RecordParser parser =
                new RecordParser(topic, partition, keySeparator, nullMarker, KeyValues.parseAll("--header", headers));
        BrokerProbe.requireListener(cluster.bootstrap());
        ProduceProgress progress = new ProduceProgress(console, topic, quiet);
        try (InputStream in = input();
                KafkaProducer<byte @Nullable [], byte @Nullable []> producer =
                        new KafkaProducer<>(producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            requireTopic(producer);
            sendAll(new LineSource(in, LINE_BYTES_MAX), parser, producer, progress);
        }
        progress.end();
        return 0;
    }

    private static void sendAll(
            LineSource lines,
            RecordParser parser,
            KafkaProducer<byte @Nullable [], byte @Nullable []> producer,
            ProduceProgress progress)
            throws IOException {
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
            progress.throwIfFailed();
            int bytes = line.get().length;
            var unused =
                    producer.send(parser.parse(line.get()), (metadata, failure) -> progress.answered(bytes, failure));
        }
        producer.flush();
        progress.throwIfFailed();
    }

    /** Asks for the topic first, which is also what makes the broker create it. */
    private void requireTopic(KafkaProducer<?, ?> producer) {
        try {
            int count = producer.partitionsFor(topic).size();
            if (partition != null && (partition < 0 || partition >= count)) {
                throw new CommandFailure(
                        "topic '" + topic + "' has partitions 0 to " + (count - 1) + ", but no " + partition);
            }
        } catch (TimeoutException e) {
            throw new CommandFailure(
                    "topic '" + topic + "' does not exist and the broker did not create it; '" + Launcher.name()
                            + " topic create " + topic + "' does",
                    e);
        }
    }

    private void requireAcks() {
        if (!List.of("0", "1", "-1", "all").contains(acks)) {
            throw new UsageError("--acks takes 0, 1 or all, not '" + acks + "'");
        }
    }

    private InputStream input() throws IOException {
        return file == null ? console.in() : new BufferedInputStream(Files.newInputStream(file));
    }

    private Map<String, Object> producerSettings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.ACKS_CONFIG, acks);
        // Asking for fewer acknowledgements than all rules idempotence out.
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, acks.equals("all") || acks.equals("-1"));
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression.name().toLowerCase(Locale.ROOT));
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LINE_BYTES_MAX);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * LINE_BYTES_MAX);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        return cluster.clientSettings(settings);
    }
}
