package io.ottla.multinode.http;

import io.ottla.multinode.harness.JavaClients;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes numbers to a topic's partitions in turn, some hundred a second, and notes those that all replicas in sync have. */
final class AcknowledgedWriter implements AutoCloseable {
    private static final int PER_TICK = 5;
    private static final int TICK_MS = 20;

    private final Producer<String, String> producer;
    private final String topic;
    private final int partitions;
    private final AtomicLong next = new AtomicLong();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();

    AcknowledgedWriter(String bootstrap, String topic, int partitions) {
        this.producer = JavaClients.producer(bootstrap, Map.of("acks", "all", "delivery.timeout.ms", 300_000));
        this.topic = topic;
        this.partitions = partitions;
        var unused = ticks.scheduleWithFixedDelay(this::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /** What must be read. */
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** Writes nothing more, and waits until everything that was sent is answered. */
    void stop() throws InterruptedException {
        ticks.shutdown();
        if (!ticks.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the writer of " + topic + " does not end");
        }
        producer.flush();
    }

    private void tick() {
        for (int i = 0; i < PER_TICK; i++) {
            long number = next.getAndIncrement();
            String value = Long.toString(number);
            var unused = producer.send(
                    new ProducerRecord<>(topic, (int) (number % partitions), null, value), (stored, failure) -> {
                        if (failure == null) {
                            acknowledged.add(value);
                        }
                    });
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        producer.close();
    }
}
