package io.ottla.multinode.workload;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.history.Event;
import io.ottla.multinode.history.HistoryRecorder;
import io.ottla.multinode.history.Message;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * An idempotent producer on a thread of its own that sends numbered messages to every partition in turn, some thousand a second
 * if they are acknowledged that fast, until it is told to stop. It gives no message up: what a broker that comes back refuses is a failure.
 * A partition that acknowledges nothing is left out after a while, and does not hold up the others.
 */
public final class SequencedWriter {
    private static final int MESSAGE_BYTES = 200;
    private static final int IN_FLIGHT_MAX = 200;

    /** What is noted of each message stays in memory to the end of the test, however long its faults take. */
    private static final int MESSAGES_PER_TICK = 40;

    private static final int TICK_MS = 20;
    private static final Map<String, Object> SETTINGS = Map.of(
            "enable.idempotence", true,
            "acks", "all",
            "linger.ms", 2,
            "request.timeout.ms", 5_000,
            "delivery.timeout.ms", 300_000,
            "reconnect.backoff.max.ms", 200);

    private final String name;
    private final HistoryRecorder history;
    private final List<TopicPartition> partitions;
    private final Producer<String, String> producer;
    private final Map<TopicPartition, Semaphore> inFlight;
    private final Map<TopicPartition, AtomicLong> acknowledged;
    private final Semaphore pace = new Semaphore(0);
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean stopping;

    private SequencedWriter(String bootstrap, String name, List<TopicPartition> partitions, HistoryRecorder history) {
        this.name = name;
        this.history = history;
        this.partitions = partitions;
        this.inFlight = partitions.stream()
                .collect(Collectors.toUnmodifiableMap(
                        partition -> partition, partition -> new Semaphore(IN_FLIGHT_MAX)));
        this.acknowledged = partitions.stream()
                .collect(Collectors.toUnmodifiableMap(partition -> partition, partition -> new AtomicLong()));
        this.producer = JavaClients.producer(bootstrap, SETTINGS);
        this.thread = new Thread(this::run, "writer-" + name);
    }

    /** Starts it. */
    public static SequencedWriter start(
            String bootstrap, String name, List<TopicPartition> partitions, HistoryRecorder history) {
        SequencedWriter writer = new SequencedWriter(bootstrap, name, partitions, history);
        writer.ticks.scheduleAtFixedRate(writer::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
        writer.thread.start();
        return writer;
    }

    /** How often the producer sent a batch again. */
    public double retries() {
        return producer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("record-retry-total")
                        && metric.metricName().group().equals("producer-metrics"))
                .mapToDouble(metric -> (Double) metric.metricValue())
                .sum();
    }

    /** How many of its messages each partition has acknowledged. */
    Map<TopicPartition, Long> acknowledged() {
        return acknowledged.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, counted -> counted.getValue().get()));
    }

    /** What the broker refused for good. */
    public List<Exception> failures() {
        return List.copyOf(failures);
    }

    /** Stops sending and waits until everything sent is answered. */
    public void stop() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a writer stops", e);
        } finally {
            ticks.shutdownNow();
        }
    }

    /** Ends it without waiting, whatever was sent. */
    void abandon() {
        stopping = true;
        ticks.shutdownNow();
        thread.interrupt();
    }

    private void tick() {
        pace.release(MESSAGES_PER_TICK - Math.min(MESSAGES_PER_TICK, pace.availablePermits()));
    }

    private void run() {
        try (producer) {
            for (long number = 0; !stopping; number++) {
                for (TopicPartition partition : partitions) {
                    send(partition, new Message(name, number));
                }
            }
            producer.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add(e);
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    private void send(TopicPartition partition, Message message) throws InterruptedException {
        pace.acquire();
        if (!inFlight.get(partition).tryAcquire()) {
            return;
        }
        history.note(new Event.Sent(partition, message));
        ProducerRecord<String, String> record = new ProducerRecord<>(
                partition.topic(), partition.partition(), message.writer(), message.text(MESSAGE_BYTES));
        var unused = producer.send(record, (stored, failure) -> answered(partition, message, stored, failure));
    }

    private void answered(TopicPartition partition, Message message, RecordMetadata stored, Exception failure) {
        inFlight.get(partition).release();
        if (failure == null) {
            acknowledged.get(partition).incrementAndGet();
            history.note(new Event.Acknowledged(partition, message, stored.offset()));
        } else {
            failures.add(failure);
        }
    }
}
