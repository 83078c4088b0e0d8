package io.ottla.http.rest.stream;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.KafkaClients;
import io.ottla.http.rest.format.DataException;
import io.ottla.http.rest.format.DataFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Makes streams of a topic's records from what a call asks for. */
public final class RecordStreams {
    private final KafkaClients kafka;
    private final ReaderPool pool;

    /** Streams read by this pool. */
    public RecordStreams(KafkaClients kafka, ReaderPool pool) {
        this.kafka = kafka;
        this.pool = pool;
    }

    /**
     * A stream that runs once.
     *
     * @param positions where it begins
     * @param records all records from there
     */
    record Opened(Positions positions, Source<List<ConsumerRecord<byte[], byte[]>>, NotUsed> records) {}

    /** Where partitions begin and end. */
    private record Bounds(Map<TopicPartition, Long> first, Map<TopicPartition, Long> end) {}

    /** Opens a stream of a topic for a call; refuses what the call may not ask for. */
    CompletionStage<Opened> open(Call call, String topic, Optional<Integer> onlyPartition) {
        StreamStart start = StreamStart.of(call);
        Optional<byte[]> key = key(call);
        boolean live = !call.query("live").orElse("true").equalsIgnoreCase("false");
        return partitions(call, topic, onlyPartition)
                .thenCompose(partitions -> bounds(partitions)
                        .thenCompose(bounds -> starts(start, bounds).thenApply(starts -> {
                            List<Cursor> cursors = partitions.stream()
                                    .map(partition -> new Cursor(
                                            partition,
                                            starts.getOrDefault(partition, 0L),
                                            live ? Long.MAX_VALUE : bounds.end().getOrDefault(partition, 0L)))
                                    .toList();
                            return opened(cursors, key, live && starts.equals(bounds.end()));
                        })));
    }

    private Opened opened(List<Cursor> cursors, Optional<byte[]> key, boolean isAtEnd) {
        Feed feed = new Feed(pool, cursors, key);
        Map<Integer, Long> begin = new HashMap<>();
        cursors.forEach(cursor -> begin.put(cursor.partition().partition(), cursor.next()));
        Runnable read = isAtEnd ? () -> pool.wait(feed) : () -> pool.feed(feed);
        return new Opened(Positions.of(begin), Source.fromGraph(new FeedSource(feed, read)));
    }

    private CompletionStage<List<TopicPartition>> partitions(Call call, String topic, Optional<Integer> onlyPartition) {
        List<Integer> wanted = new ArrayList<>();
        onlyPartition.ifPresent(wanted::add);
        call.query("partition")
                .ifPresent(list -> List.of(list.split(",")).forEach(number -> wanted.add(number(number))));
        return kafka.ask(admin -> admin.describeTopics(List.of(topic)).allTopicNames())
                .thenApply(found -> {
                    var description = found.get(topic);
                    int count =
                            description == null ? 0 : description.partitions().size();
                    for (int partition : wanted) {
                        if (partition < 0 || partition >= count) {
                            throw Refusal.of(
                                    404, "Partition " + partition + " of topic " + topic + " cannot be found.");
                        }
                    }
                    return (wanted.isEmpty()
                                    ? IntStream.range(0, count).boxed()
                                    : wanted.stream().distinct())
                            .map(partition -> new TopicPartition(topic, partition))
                            .toList();
                });
    }

    private CompletionStage<Bounds> bounds(List<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest())
                .thenCombine(offsets(partitions, OffsetSpec.latest()), Bounds::new);
    }

    private CompletionStage<Map<TopicPartition, Long>> starts(StreamStart start, Bounds bounds) {
        if (start instanceof StreamStart.Time time) {
            return offsets(List.copyOf(bounds.first().keySet()), OffsetSpec.forTimestamp(time.millis()))
                    .thenApply(found -> within(bounds, found, -1));
        }
        Map<TopicPartition, Long> wanted = new HashMap<>();
        for (TopicPartition partition : bounds.first().keySet()) {
            wanted.put(partition, wanted(start, partition, bounds));
        }
        return CompletableFuture.completedFuture(within(bounds, wanted, Long.MIN_VALUE));
    }

    private static long wanted(StreamStart start, TopicPartition partition, Bounds bounds) {
        if (start instanceof StreamStart.Offset from) {
            return from.offset();
        }
        if (start instanceof StreamStart.Resumed resumed) {
            return resumed.next().getOrDefault(partition.partition(), 0L);
        }
        return start instanceof StreamStart.End ? bounds.end().getOrDefault(partition, 0L) : 0L;
    }

    /**
     * What lies outside of a partition is moved to its nearer end.
     *
     * @param none stands for no offset at all, which is the end
     */
    private static Map<TopicPartition, Long> within(Bounds bounds, Map<TopicPartition, Long> wanted, long none) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        bounds.first().forEach((partition, first) -> {
            long end = bounds.end().getOrDefault(partition, first);
            long offset = wanted.getOrDefault(partition, none);
            starts.put(partition, offset == none ? end : Math.max(first, Math.min(offset, end)));
        });
        return starts;
    }

    private CompletionStage<Map<TopicPartition, Long>> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, which));
        return kafka.ask(admin -> admin.listOffsets(wanted).all()).thenApply(answer -> {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            answer.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
            return offsets;
        });
    }

    private static Optional<byte[]> key(Call call) {
        return call.query("key").map(text -> {
            if (!call.query("key_format").orElse("").equalsIgnoreCase(DataFormat.BINARY.name())) {
                return text.getBytes(StandardCharsets.UTF_8);
            }
            try {
                byte[] key = DataFormat.BINARY.write(TextNode.valueOf(text));
                return key == null ? new byte[0] : key;
            } catch (DataException e) {
                throw Refusal.of(400, "The query parameter key must be base64 where key_format is BINARY");
            }
        });
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw Refusal.of(400, "The query parameter partition must be a list of numbers");
        }
    }
}
