package io.ottla.multinode.workload;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.history.Event;
import io.ottla.multinode.history.HistoryRecorder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/** A group's only member, on a thread of its own: reads, commits, and notes what it was told is committed. */
public final class GroupCommitter {
    private static final Duration POLL = Duration.ofMillis(50);

    private final String group;
    private final HistoryRecorder history;
    private final Consumer<String, String> consumer;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile Optional<RuntimeException> failure = Optional.empty();

    private GroupCommitter(String bootstrap, String group, String topic, HistoryRecorder history) {
        this.group = group;
        this.history = history;
        this.consumer = JavaClients.consumer(
                bootstrap,
                Map.of(
                        "group.id", group,
                        "session.timeout.ms", 6_000,
                        "heartbeat.interval.ms", 500,
                        "default.api.timeout.ms", 5_000,
                        "reconnect.backoff.max.ms", 200));
        this.thread = new Thread(() -> run(topic), "committer-" + group);
    }

    /** Starts it. */
    public static GroupCommitter start(String bootstrap, String group, String topic, HistoryRecorder history) {
        GroupCommitter committer = new GroupCommitter(bootstrap, group, topic, history);
        committer.thread.start();
        return committer;
    }

    /** Leaves the group. Returns what went wrong, if anything. */
    public Optional<RuntimeException> stop() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a committer stops", e);
        }
        return failure;
    }

    /** What made it give up, if anything. */
    Optional<RuntimeException> failure() {
        return failure;
    }

    /** Ends it without waiting. */
    void abandon() {
        stopping = true;
        thread.interrupt();
    }

    private void run(String topic) {
        try (consumer) {
            consumer.subscribe(List.of(topic));
            while (!stopping) {
                if (!consumer.poll(POLL).isEmpty()) {
                    commit().forEach((partition, offset) ->
                            history.note(new Event.Committed(group, partition, offset.offset())));
                }
            }
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
    }

    /** Commits and returns what is confirmed. Whether a commit that is not is stored is open; the next one says more. */
    private Map<TopicPartition, OffsetAndMetadata> commit() {
        try {
            Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
            for (TopicPartition partition : consumer.assignment()) {
                positions.put(partition, new OffsetAndMetadata(consumer.position(partition)));
            }
            consumer.commitSync(positions);
            return positions;
        } catch (CommitFailedException | RetriableException e) {
            return Map.of(); // The broker is away, or the group forms anew.
        }
    }
}
