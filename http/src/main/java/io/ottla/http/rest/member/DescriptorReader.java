package io.ottla.http.rest.member;

import io.ottla.http.rest.RestSettings;
import io.ottla.http.rest.member.state.MemberDescriptor;
import io.ottla.http.rest.member.state.MemberId;
import io.ottla.http.rest.member.state.MemberTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the topic of descriptors on a thread of its own and keeps the table of members. Other methods are thread-safe. */
final class DescriptorReader implements Runnable, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DescriptorReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<MemberDescriptor> superseded;
    private final MemberTable table = new MemberTable();
    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>();
    private long position;
    private volatile boolean closed;

    private record Waiter(long offset, CompletableFuture<Void> reached) implements Comparable<Waiter> {
        @Override
        public int compareTo(Waiter other) {
            return Long.compare(offset, other.offset);
        }
    }

    /**
     * A reader from the beginning of the topic.
     *
     * @param superseded told of the descriptors that were written too late
     */
    DescriptorReader(RestSettings settings, Consumer<MemberDescriptor> superseded) {
        this.superseded = superseded;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", settings.bootstrapServers(),
                        "client.id", "ottla-rest-members",
                        "auto.offset.reset", "earliest",
                        "metric.reporters", "",
                        "enable.metrics.push", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Completes when everything before this offset is in the table. */
    CompletionStage<Void> reached(long offset) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        synchronized (this) {
            if (closed) {
                reached.completeExceptionally(new IllegalStateException("the REST proxy is closed"));
            } else if (position >= offset) {
                reached.complete(null);
            } else {
                waiters.add(new Waiter(offset, reached));
            }
        }
        return reached;
    }

    synchronized Optional<MemberDescriptor> find(MemberId id) {
        return table.find(id);
    }

    synchronized List<MemberId> notWrittenSince(long millis) {
        return table.notWrittenSince(millis);
    }

    @Override
    public void run() {
        try (consumer) {
            consumer.assign(List.of(DescriptorLog.PARTITION));
            consumer.seekToBeginning(List.of(DescriptorLog.PARTITION));
            while (!closed) {
                poll();
            }
        } catch (WakeupException closing) {
            log.debug("the reader of member descriptors ends");
        } finally {
            failWaiters();
        }
    }

    private void poll() {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                apply(record);
            }
            advance(consumer.position(DescriptorLog.PARTITION, POLL));
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            log.atWarn().setCause(e).addKeyValue("topic", DescriptorLog.TOPIC).log("Member descriptors cannot be read");
        }
    }

    private synchronized void apply(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            DescriptorJson.id(record.key()).ifPresent(table::remove);
            return;
        }
        DescriptorJson.descriptor(record.value()).ifPresent(descriptor -> {
            if (table.put(descriptor, record.timestamp()) == MemberTable.Outcome.SUPERSEDED) {
                superseded.accept(descriptor);
            }
        });
    }

    private synchronized void advance(long next) {
        position = next;
        for (Waiter first = waiters.peek(); first != null && first.offset() <= next; first = waiters.peek()) {
            waiters.remove();
            first.reached().completeAsync(() -> null);
        }
    }

    private synchronized void failWaiters() {
        closed = true;
        waiters.forEach(waiter ->
                waiter.reached().completeExceptionally(new IllegalStateException("the REST proxy is closed")));
        waiters.clear();
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
    }
}
