package io.ottla.multinode.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.history.Event;
import io.ottla.multinode.history.HistoryChecker;
import io.ottla.multinode.history.HistoryRecorder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/**
 * Two idempotent writers with acks=all, one with transactions, a reader and a group's member, at work on one replicated topic
 * through all faults. In the end everything that was acknowledged must be there once and in order, and nobody may have been shown
 * what is not. A test that fails before closes it, so that it does not go on under the tests that follow.
 */
public final class Workload implements AutoCloseable {
    private static final String GROUP = "workers";
    private static final Duration PROGRESS_WITHIN = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(20);

    private final String bootstrap;
    private final String topic;
    private final List<TopicPartition> partitions;
    private final HistoryRecorder history = new HistoryRecorder();
    private final List<SequencedWriter> writers;
    private final TransactionalWriter transactions;
    private final Optional<ReplicaLogs> replicas;
    private final AssignedReader reader;
    private final GroupCommitter committer;

    private Workload(String bootstrap, String topic, List<TopicPartition> partitions, Optional<ReplicaLogs> replicas) {
        this.replicas = replicas;
        this.bootstrap = bootstrap;
        this.topic = topic;
        this.partitions = partitions;
        this.writers = List.of(
                SequencedWriter.start(bootstrap, "a", partitions, history),
                SequencedWriter.start(bootstrap, "b", partitions, history));
        this.transactions = TransactionalWriter.start(bootstrap, "t", partitions, history);
        this.reader = AssignedReader.start(bootstrap, "reader", partitions, history);
        this.committer = GroupCommitter.start(bootstrap, GROUP, topic, history);
    }

    /** Creates the topic with three copies, two of which must be in sync, and begins. */
    public static Workload replicated(ClusterOfProcesses cluster, String topic, int partitions) {
        create(cluster.bootstrap(), topic, partitions, 3, 2);
        return begin(cluster.bootstrap(), topic, partitions, Optional.of(new ReplicaLogs(cluster)));
    }

    /** Creates the topic with one copy, and begins. */
    public static Workload single(String bootstrap, String topic, int partitions) {
        create(bootstrap, topic, partitions, 1, 1);
        return begin(bootstrap, topic, partitions, Optional.empty());
    }

    private static Workload begin(String bootstrap, String topic, int partitions, Optional<ReplicaLogs> replicas) {
        return new Workload(
                bootstrap,
                topic,
                IntStream.range(0, partitions)
                        .mapToObj(number -> new TopicPartition(topic, number))
                        .toList(),
                replicas);
    }

    /** Waits until so many more records are acknowledged, one more commit of offsets is confirmed and one more transaction. */
    public void awaitProgress(long records) {
        Progress aim = progress().plus(records, 1, 1);
        awaitUnlessGivenUp(() -> progress().lacking(aim));
    }

    /** Waits until nothing is lacking; fails at once if a client has given up, because nothing comes from it any more. */
    private void awaitUnlessGivenUp(Supplier<List<String>> lacking) {
        Awaitility.await("clients at work on " + topic)
                .atMost(PROGRESS_WITHIN)
                .pollInterval(POLL)
                .failFast(() -> failure().ifPresent(thrown -> {
                    throw new AssertionError("a client at work on " + topic + " has given up", thrown);
                }))
                .untilAsserted(() -> assertThat(lacking.get()).isEmpty());
    }

    private Optional<Exception> failure() {
        return Stream.concat(
                        writers.stream().flatMap(writer -> writer.failures().stream()),
                        Stream.of(transactions.failure(), reader.failure(), committer.failure())
                                .flatMap(Optional::stream))
                .findFirst();
    }

    private Progress progress() {
        return new Progress(history.acknowledged(), history.commits(), transactions.committed());
    }

    private record Progress(long acknowledged, long commits, long transactions) {
        Progress plus(long moreAcknowledged, long moreCommits, long moreTransactions) {
            return new Progress(
                    acknowledged + moreAcknowledged, commits + moreCommits, transactions + moreTransactions);
        }

        /** What there is too little of yet, in words. */
        List<String> lacking(Progress aim) {
            return Stream.of(
                            lacking("acknowledged records", acknowledged, aim.acknowledged),
                            lacking("commits of offsets", commits, aim.commits),
                            lacking("transactions", transactions, aim.transactions))
                    .flatMap(Optional::stream)
                    .toList();
        }

        private static Optional<String> lacking(String what, long now, long aim) {
            return now >= aim ? Optional.empty() : Optional.of(what + ": " + now + " of " + aim);
        }
    }

    /** Waits until every partition has acknowledged so many more records of each writer. All replicas must be able to work. */
    public void awaitProgressEverywhere(long records) {
        List<Map<TopicPartition, Long>> before =
                writers.stream().map(SequencedWriter::acknowledged).toList();
        Awaitility.await("every writer at work on every partition of " + topic)
                .atMost(PROGRESS_WITHIN)
                .untilAsserted(() -> {
                    for (int writer = 0; writer < writers.size(); writer++) {
                        Map<TopicPartition, Long> start = before.get(writer);
                        assertThat(writers.get(writer).acknowledged())
                                .as("acknowledged to writer %s, after %s", writer, start)
                                .allSatisfy((partition, count) ->
                                        assertThat(count).isGreaterThanOrEqualTo(start.get(partition) + records));
                    }
                });
    }

    /** Waits until so many more records are acknowledged, whatever becomes of the rest. */
    public void awaitAcknowledged(long records) {
        Progress aim = progress().plus(records, 0, 0);
        awaitUnlessGivenUp(() -> progress().lacking(aim));
    }

    /** Notes what the group's committed offsets are now: they may never be below what it was told is committed. */
    public void lookUpCommits() {
        Map<TopicPartition, Long> atLeast = history.committed();
        try (Admin admin = JavaClients.admin(bootstrap)) {
            Map<TopicPartition, OffsetAndMetadata> found =
                    JavaClients.get(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata offset = found.get(partition);
                history.note(new Event.CommitFound(
                        GROUP, partition, atLeast.getOrDefault(partition, 0L), offset == null ? 0 : offset.offset()));
            }
        }
    }

    /** Ends the work and holds what everybody was told against the logs. The faults must be over. */
    public void finish() {
        writers.forEach(SequencedWriter::stop);
        assertThat(transactions.stop()).as("failure of the transactions").isEmpty();
        assertThat(committer.stop()).as("failure of the group's member").isEmpty();
        lookUpCommits();
        FinalLogs logs = FinalLogs.read(bootstrap, topic);
        assertThat(reader.finish(logs.ends())).as("failure of the reader").isEmpty();
        // All records of a batch fail with one message.
        assertThat(writers)
                .allSatisfy(writer -> assertThat(writer.failures().stream()
                                .map(Exception::toString)
                                .distinct())
                        .isEmpty());
        assertThat(HistoryChecker.check(logs.with(history.events(), replicas))).isEmpty();
    }

    /** Ends the work as it is, unless it has finished. */
    @Override
    public void close() {
        writers.forEach(SequencedWriter::abandon);
        transactions.abandon();
        reader.abandon();
        committer.abandon();
    }

    /** How many records were acknowledged so far. */
    public long acknowledged() {
        return history.acknowledged();
    }

    /** Small segments, so that faults meet rolls too. */
    private static void create(String bootstrap, String topic, int partitions, int copies, int minInSync) {
        NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.of((short) copies))
                .configs(Map.of(
                        "min.insync.replicas", String.valueOf(minInSync), "segment.bytes", String.valueOf(1 << 20)));
        JavaClients.createTopic(bootstrap, wanted);
    }
}
