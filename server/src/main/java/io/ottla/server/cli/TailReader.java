package io.ottla.server.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Reads partitions of one topic from a start to the end they have now, or for ever. */
final class TailReader {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> starts;
    private final Map<TopicPartition, Long> ends;

    private TailReader(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.starts = consumer.beginningOffsets(partitions);
        this.ends = consumer.endOffsets(partitions);
        consumer.assign(partitions);
    }

    /** A reader of a topic that must exist, of all its partitions or of one. */
    static TailReader of(Consumer<byte[], byte[]> consumer, String topic, @Nullable Integer partition) {
        List<TopicPartition> all = partitions(consumer, topic);
        if (partition == null) {
            return new TailReader(consumer, all);
        }
        TopicPartition wanted = new TopicPartition(topic, partition);
        if (!all.contains(wanted)) {
            throw new CommandFailure(
                    "topic '" + topic + "' has partitions 0 to " + (all.size() - 1) + ", but no " + partition);
        }
        return new TailReader(consumer, List.of(wanted));
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> found;
        try {
            found = consumer.partitionsFor(topic);
        } catch (UnknownTopicOrPartitionException e) {
            throw Topics.unknown(topic, e);
        }
        if (found.isEmpty()) {
            throw Topics.unknown(topic, new UnknownTopicOrPartitionException(topic));
        }
        return found.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
                .toList();
    }

    /** Prints from the start on, to the present end or for ever, until the printer has enough. */
    void read(TailStart start, boolean follow, RecordPrinter printer) {
        boolean wantsMore = begin(start, printer);
        while (wantsMore && (follow || isBeforeEnd())) {
            wantsMore = printer.print(consumer.poll(POLL));
        }
    }

    /** Sets the positions; what must be printed to get there is printed. */
    private boolean begin(TailStart start, RecordPrinter printer) {
        if (start instanceof TailStart.LastRecords last) {
            return printer.print(new LastRecordsReader(consumer, starts, ends).read(last.count()));
        }
        positions(start).forEach(consumer::seek);
        return true;
    }

    private Map<TopicPartition, Long> positions(TailStart start) {
        if (start instanceof TailStart.Beginning) {
            return starts;
        }
        if (start instanceof TailStart.AtOffset at) {
            Map<TopicPartition, Long> positions = new HashMap<>(starts);
            positions.replaceAll(
                    (partition, first) -> Math.max(first, Math.min(at.offset(), Present.in(ends, partition))));
            return positions;
        }
        return start instanceof TailStart.AtTime at ? atTime(at.instant()) : ends;
    }

    private Map<TopicPartition, Long> atTime(Instant instant) {
        Map<TopicPartition, Long> wanted = new HashMap<>(ends);
        wanted.replaceAll((partition, end) -> instant.toEpochMilli());
        Map<TopicPartition, @Nullable OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted);
        Map<TopicPartition, Long> positions = new HashMap<>(ends);
        found.forEach((partition, at) -> {
            if (at != null) {
                positions.put(partition, at.offset());
            }
        });
        return positions;
    }

    private boolean isBeforeEnd() {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }
}
