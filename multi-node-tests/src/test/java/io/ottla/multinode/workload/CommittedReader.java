package io.ottla.multinode.workload;

import io.ottla.multinode.harness.JavaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** Follows a topic from its beginning on a thread of its own, and sees committed records only. */
public final class CommittedReader {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PROGRESS_WITHIN = Duration.ofMinutes(2);

    private final String topic;
    private final org.apache.kafka.clients.consumer.Consumer<String, String> consumer;
    private final Consumer<ConsumerRecord<String, String>> listener;
    private final List<ConsumerRecord<String, String>> seen = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread = new Thread(this::run, "committed-reader");
    private volatile Optional<Map<TopicPartition, Long>> ends = Optional.empty();
    private volatile Optional<RuntimeException> failure = Optional.empty();

    private CommittedReader(String bootstrap, String topic, Consumer<ConsumerRecord<String, String>> listener) {
        this.topic = topic;
        this.listener = listener;
        this.consumer = JavaClients.consumer(
                bootstrap, Map.of("isolation.level", "read_committed", "reconnect.backoff.max.ms", 200));
    }

    /** Starts it. Its thread calls the listener with every record. */
    public static CommittedReader start(
            String bootstrap, String topic, Consumer<ConsumerRecord<String, String>> listener) {
        CommittedReader reader = new CommittedReader(bootstrap, topic, listener);
        reader.thread.start();
        return reader;
    }

    /** The n-th record that it saw, counted from 0. */
    public ConsumerRecord<String, String> seen(int number) {
        return seen.get(number);
    }

    /** Waits until it has seen so many records more than now. */
    public void awaitMore(int records) {
        awaitTotal(seen.size() + records);
    }

    /** Waits until it has seen so many records. */
    public void awaitTotal(int records) {
        Awaitility.await(records + " committed records in " + topic)
                .atMost(PROGRESS_WITHIN)
                .until(() -> seen.size() >= records || failure.isPresent());
        failure.ifPresent(thrown -> {
            throw thrown;
        });
    }

    /**
     * Reads to these offsets, ends, and returns all that it saw. It fails when it does not get there, because a transaction was left
     * open, for instance.
     */
    public List<ConsumerRecord<String, String>> finish(Map<TopicPartition, Long> endOffsets) {
        ends = Optional.of(endOffsets);
        try {
            thread.join(PROGRESS_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a reader finishes", e);
        }
        failure.ifPresent(thrown -> {
            throw thrown;
        });
        if (thread.isAlive()) {
            throw new AssertionError("no way to the end of " + topic + " at " + endOffsets + "; a transaction is open");
        }
        return List.copyOf(seen);
    }

    private void run() {
        try (consumer) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!isAtEnd()) {
                consumer.poll(POLL).forEach(record -> {
                    seen.add(record);
                    listener.accept(record);
                });
            }
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
    }

    private boolean isAtEnd() {
        return ends.filter(offsets ->
                        offsets.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue()))
                .isPresent();
    }
}
