package io.ottla.server.cli;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Makes a record of a line: the whole line is the value, or what follows the first key separator is. */
final class RecordParser {
    private final String topic;
    private final @Nullable Integer partition;
    private final byte @Nullable [] keySeparator;
    private final byte @Nullable [] nullMarker;
    private final List<Header> headers;

    /**
     * A parser for one topic.
     *
     * @param partition where every record goes, null to leave that to the partitioner
     * @param keySeparator what stands between key and value, null if lines have no key
     * @param nullMarker a value (or key) of this text becomes null, a tombstone; null if none does
     * @param headers what every record carries
     */
    RecordParser(
            String topic,
            @Nullable Integer partition,
            @Nullable String keySeparator,
            @Nullable String nullMarker,
            Map<String, String> headers) {
        this.topic = topic;
        this.partition = partition;
        this.keySeparator = keySeparator == null ? null : keySeparator.getBytes(StandardCharsets.UTF_8);
        this.nullMarker = nullMarker == null ? null : nullMarker.getBytes(StandardCharsets.UTF_8);
        this.headers = headers.entrySet().stream()
                .<Header>map(header ->
                        new RecordHeader(header.getKey(), header.getValue().getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** The record of a line. */
    ProducerRecord<byte @Nullable [], byte @Nullable []> parse(byte[] line) {
        if (keySeparator == null) {
            return record(null, line);
        }
        int separator = indexOf(line, keySeparator);
        if (separator < 0) {
            throw new CommandFailure("a line lacks the key separator '"
                    + new String(keySeparator, StandardCharsets.UTF_8) + "'; records before it were sent");
        }
        byte[] key = Arrays.copyOfRange(line, 0, separator);
        byte[] value = Arrays.copyOfRange(line, separator + keySeparator.length, line.length);
        return record(key, value);
    }

    private ProducerRecord<byte @Nullable [], byte @Nullable []> record(byte @Nullable [] key, byte[] value) {
        return new ProducerRecord<>(topic, partition, orNull(key), orNull(value), headers);
    }

    private byte @Nullable [] orNull(byte @Nullable [] bytes) {
        return nullMarker != null && Arrays.equals(bytes, nullMarker) ? null : bytes;
    }

    private static int indexOf(byte[] line, byte[] wanted) {
        for (int start = 0; start <= line.length - wanted.length; start++) {
            if (Arrays.equals(line, start, start + wanted.length, wanted, 0, wanted.length)) {
                return start;
            }
        }
        return -1;
    }
}
