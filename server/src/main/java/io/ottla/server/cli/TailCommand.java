package io.ottla.server.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ottla tail TOPIC}: prints records, by default the last ten. Leaves no trace in the cluster: it joins no group. */
@Command(
        name = "tail",
        description = "Print a topic's records: the last 10, or those from somewhere on; -f waits for more.")
final class TailCommand implements Callable<Integer> {
    private static final int LAST_RECORDS = 10;
    private static final int LAST_RECORDS_MAX = 1_000_000;
    private static final int API_TIMEOUT_MS = 15_000;

    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "TOPIC", description = "The topic.")
    private String topic;

    @Option(
            names = {"-f", "--follow"},
            description = "Wait for more records at the end.")
    private boolean follow;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description = "beginning, end, an OFFSET, or a TIME such as 2026-11-22T10:00:00Z, 15m (ago), @epoch-ms.")
    private @Nullable String from;

    @Option(names = "--partition", paramLabel = "n", description = "Only this partition.")
    private @Nullable Integer partition;

    @Option(
            names = {"-n", "--max"},
            paramLabel = "n",
            description = "Stop after n records. Without --from, begin with the last n.")
    private @Nullable Integer max;

    @Option(
            names = "--format",
            paramLabel = "PATTERN",
            description = "%%t topic, %%p partition, %%o offset, %%k key, %%s value, %%T time in ms, %%D as date,"
                    + " %%h headers, \\n \\t.")
    private @Nullable String format;

    @Option(names = "--keys", description = "Print keys before values.")
    private boolean keys;

    @Option(names = "--headers", description = "Print headers before values.")
    private boolean headers;

    @Option(names = "--timestamps", description = "Print timestamps before values.")
    private boolean timestamps;

    @Option(names = "--json", description = "Print each record as a line of JSON with everything in it.")
    private boolean json;

    TailCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        TailStart start = start();
        RecordPrinter printer = printer(console.out());
        BrokerProbe.requireListener(cluster.bootstrap());
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(consumerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TailReader reader = TailReader.of(consumer, topic, partition);
            reader.read(start, follow, printer);
        }
        return 0;
    }

    private TailStart start() {
        if (max != null && (max < 1 || (from == null && max > LAST_RECORDS_MAX))) {
            throw new UsageError("--max takes 1 to " + LAST_RECORDS_MAX + ", not " + max);
        }
        if (from == null) {
            return new TailStart.LastRecords(max == null ? LAST_RECORDS : max);
        }
        return TailStart.parse(from, new Times(Clock.systemDefaultZone()));
    }

    private RecordPrinter printer(PrintStream out) {
        long count = max == null ? Long.MAX_VALUE : max;
        if (json) {
            return RecordPrinter.json(out, count);
        }
        String pattern = format == null ? RecordFormat.pattern(timestamps, headers, keys) : format;
        return RecordPrinter.text(out, count, RecordFormat.parse(pattern));
    }

    private Map<String, Object> consumerSettings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
        return cluster.clientSettings(settings);
    }
}
