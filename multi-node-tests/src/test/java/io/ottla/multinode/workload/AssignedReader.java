package io.ottla.multinode.workload;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.history.Event;
import io.ottla.multinode.history.HistoryRecorder;
import io.ottla.multinode.history.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer of committed records on a thread of its own that follows partitions from the beginning through all faults. An offset that is out of
 * range is a failure to it: the log must never end before what was shown already.
 */
public final class AssignedReader {
    private static final Duration POLL = Duration.ofMillis(100);

    private final String name;
    private final HistoryRecorder history;
    private final Consumer<String, String> consumer;
    private final Thread thread;
    private volatile Optional<Map<TopicPartition, Long>> ends = Optional.empty();
    private volatile Optional<RuntimeException> failure = Optional.empty();

    private AssignedReader(String bootstrap, String name, List<TopicPartition> partitions, HistoryRecorder history) {
        this.name = name;
        this.history = history;
        this.consumer = JavaClients.consumer(
                bootstrap,
                Map.of(
                        "auto.offset.reset", "none",
                        "isolation.level", "read_committed",
                        "reconnect.backoff.max.ms", 200));
        this.thread = new Thread(() -> run(partitions), "reader-" + name);
    }

    /** Starts it. */
    public static AssignedReader start(
            String bootstrap, String name, List<TopicPartition> partitions, HistoryRecorder history) {
        AssignedReader reader = new AssignedReader(bootstrap, name, partitions, history);
        reader.thread.start();
        return reader;
    }

    /** Reads on to these offsets and ends. Returns what went wrong, if anything. */
    public Optional<RuntimeException> finish(Map<TopicPartition, Long> endOffsets) {
        ends = Optional.of(endOffsets);
        try {
            thread.join(Duration.ofSeconds(60).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a reader finishes", e);
        }
        return thread.isAlive()
                ? Optional.of(new IllegalStateException("reader " + name + " did not get to " + endOffsets))
                : failure;
    }

    /** What made it give up, if anything. */
    Optional<RuntimeException> failure() {
        return failure;
    }

    /** Ends it without waiting. */
    void abandon() {
        thread.interrupt();
    }

    private void run(List<TopicPartition> partitions) {
        try (consumer) {
            consumer.assign(partitions);
            partitions.forEach(partition -> consumer.seek(partition, 0));
            while (!isAtEnd()) {
                consumer.poll(POLL).forEach(this::note);
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

    private void note(ConsumerRecord<String, String> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Message message = Message.parse(record.value())
                .orElseThrow(() -> new IllegalStateException(
                        partition + " has at offset " + record.offset() + " what nobody wrote: " + record.value()));
        history.note(new Event.Polled(name, partition, message, record.offset()));
    }
}
