package io.ottla.registry.store;

import io.ottla.registry.RegistrySettings;
import io.ottla.registry.state.LogEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the log under a fence: all registries of a cluster share one transactional id, and who begins to use it shuts out
 * whoever used it before, ending that one's open transaction. Used by one thread.
 */
final class SchemaLogWriter implements AutoCloseable {
    /** A transaction that was committed a moment ago, perhaps by another registry, is soon ended everywhere; the next waits for that. */
    private static final int RETRY_MS = 5;

    private final RegistrySettings settings;
    private @Nullable KafkaProducer<String, String> producer;
    private long lastFirstOffset = -1;

    SchemaLogWriter(RegistrySettings settings) {
        this.settings = settings;
    }

    /** Whether the fence was raised; another registry may have raised its own since. */
    boolean hasFence() {
        return producer != null;
    }

    /** The fence: until another registry raises its own, nobody else can append. Does nothing while ours stands. */
    void raiseFence() {
        if (producer == null) {
            KafkaProducer<String, String> started = new KafkaProducer<>(
                    settings.clients(Map.of(
                            "transactional.id",
                            "ottla-registry-" + settings.topic(),
                            "acks",
                            "all",
                            "linger.ms",
                            0,
                            "retry.backoff.ms",
                            RETRY_MS,
                            "max.request.size",
                            settings.recordLimit(),
                            "max.block.ms",
                            settings.timeout().toMillis(),
                            "delivery.timeout.ms",
                            (int) settings.timeout().toMillis())),
                    new StringSerializer(),
                    new StringSerializer());
            producer = started;
            started.initTransactions();
        }
    }

    /**
     * Appends entries in one transaction.
     *
     * @return the offset of the last one
     * @throws KafkaException if another registry has raised its fence, or the cluster does not answer; whether the entries are
     *     there is known when the fence stands again and the log was read: look at {@link #lastFirstOffset}
     */
    long append(List<LogEntry> entries) {
        lastFirstOffset = -1;
        KafkaProducer<String, String> open = producer;
        if (open == null) {
            throw new IllegalStateException("the fence is not raised");
        }
        open.beginTransaction();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (LogEntry entry : entries) {
            RecordFormat.Encoded record = RecordFormat.encode(entry);
            sent.add(open.send(new ProducerRecord<>(settings.topic(), 0, record.key(), record.value())));
        }
        open.flush();
        long last = offset(sent.get(sent.size() - 1));
        lastFirstOffset = offset(sent.get(0));
        open.commitTransaction();
        return last;
    }

    /** Where the entries of the last call to append began; -1 if they did not get that far. */
    long lastFirstOffset() {
        return lastFirstOffset;
    }

    /** The entries of the last call are known to be there. */
    void forgetLast() {
        lastFirstOffset = -1;
    }

    /** Gives the fence up, after a failure or because another registry has raised its own. */
    void dropFence() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    private static long offset(Future<RecordMetadata> sent) {
        try {
            return sent.get().offset();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        dropFence();
    }
}
