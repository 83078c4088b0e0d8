package io.ottla.registry.store;

import io.ottla.registry.RegistrySettings;
import io.ottla.registry.schema.InvalidSchema;
import io.ottla.registry.state.RegistryImage;
import io.ottla.registry.state.Replay;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state, read from the log as far as somebody asked for. It reads when it is told to and sleeps otherwise: a registry that
 * nobody asks anything costs its node nothing. Used by one thread.
 */
final class SchemaLogReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SchemaLogReader.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int REMEMBERED_OFFSETS = 1_000;

    /**
     * The consumer asks for the next records before anybody wants them, and the broker answers the requests of a connection in
     * their order: the question for the end of the log would stand behind that one for as long as nothing is written.
     */
    private static final int FETCH_WAIT_MS = 5;

    private final KafkaConsumer<String, String> consumer;
    private final TopicPartition partition;
    private final Duration timeout;
    private final Set<Long> recentOffsets = new LinkedHashSet<>();
    private RegistryImage image = RegistryImage.EMPTY;
    private long end;

    SchemaLogReader(RegistrySettings settings) {
        this.partition = new TopicPartition(settings.topic(), 0);
        this.timeout = settings.timeout();
        this.consumer = new KafkaConsumer<>(
                settings.clients(Map.of(
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "none",
                        "enable.auto.commit",
                        false,
                        "fetch.max.wait.ms",
                        FETCH_WAIT_MS,
                        "allow.auto.create.topics",
                        false)),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.assign(Set.of(partition));
        consumer.seekToBeginning(Set.of(partition));
    }

    /** The state as far as it was read. */
    RegistryImage image() {
        return image;
    }

    /**
     * Reads all that is committed at the moment of the call.
     *
     * @throws org.apache.kafka.common.KafkaException if the cluster does not give it
     */
    RegistryImage readToEnd() {
        Long found = consumer.endOffsets(Set.of(partition), timeout).get(partition);
        end = found == null ? 0 : found;
        return readTo(end);
    }

    /** Where the log ended when it was last read to its end. */
    long end() {
        return end;
    }

    /** Reads up to an offset, which must become readable: that of a committed record, plus one. */
    RegistryImage readTo(long end) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            if (consumer.position(partition, timeout) > end) {
                // The topic was made anew: what was read before is not in it.
                startOver();
            }
            while (consumer.position(partition, timeout) < end) {
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException("read " + partition + " to " + consumer.position(partition) + " of "
                            + end + " in " + timeout);
                }
                consumer.poll(POLL).forEach(this::apply);
            }
        } catch (InvalidOffsetException gone) {
            log.warn("{} no longer holds what comes next; reading it from its beginning", partition);
            startOver();
            throw new TimeoutException("the log was made anew while it was read", gone);
        }
        return image;
    }

    /** Whether the record at an offset was read, which it never is if its transaction was aborted. Recent offsets only. */
    boolean hasRead(long offset) {
        return recentOffsets.contains(offset);
    }

    private void startOver() {
        image = RegistryImage.EMPTY;
        recentOffsets.clear();
        consumer.seekToBeginning(Set.of(partition));
    }

    private void apply(ConsumerRecord<String, String> record) {
        recentOffsets.add(record.offset());
        if (recentOffsets.size() > REMEMBERED_OFFSETS) {
            recentOffsets.remove(recentOffsets.iterator().next());
        }
        try {
            RecordFormat.decode(record.key(), record.value(), record.timestamp())
                    .ifPresent(entry -> image = Replay.apply(image, entry));
        } catch (InvalidSchema | IllegalArgumentException e) {
            log.warn(
                    "{} offset {} is not a record of a registry and is passed over: {}",
                    partition,
                    record.offset(),
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
