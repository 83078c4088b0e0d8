package io.ottla.multinode.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.multinode.harness.ClusterExtension;
import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.Peers;
import io.ottla.multinode.workload.CommittedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Kafka Connect's distributed mode, with source connectors that are exactly-once, while workers and brokers are killed. */
class ConnectIT {
    private static final int LINES = 500;

    @RegisterExtension
    static final ClusterExtension EXTENSION = ClusterExtension.of(3);

    @RegisterExtension
    final Peers peers = new Peers();

    private final ClusterOfProcesses cluster = EXTENSION.cluster();
    private final List<String> lines = new ArrayList<>();

    @Test
    void copiesAFileExactlyOnceIntoATopicAndFromThereIntoAFileWhileWorkersAndBrokersAreKilled() {
        Path dir = peers.folder("connect-files");
        Path from = dir.resolve("from.txt");
        Path to = dir.resolve("to.txt");
        createTopic();
        ConnectWorker one = ConnectWorker.start(peers, cluster.bootstrap(), "connect-one");
        ConnectWorker two = ConnectWorker.start(peers, cluster.bootstrap(), "connect-two");
        create(one, "source", source(from));
        create(two, "sink", sink(to));
        CommittedReader topic = CommittedReader.start(cluster.bootstrap(), "copied", record -> {});
        append(from);
        topic.awaitTotal(lines.size());

        ConnectWorker doomed = workerOfTask(two, "source").equals(one.id()) ? one : two;
        ConnectWorker other = doomed == one ? two : one;
        append(from);
        doomed.process().kill9();
        append(from);
        topic.awaitTotal(lines.size());
        assertThat(workerOfTask(other, "source")).isEqualTo(other.id());
        doomed.process().restart();

        killAndRestartBroker(cluster.leader("copied", 0), from, topic);
        killAndRestartBroker(cluster.controller(), from, topic);

        soon("every line in the file of the sink").until(() -> linesOf(to).containsAll(lines));
        endConnector(other, "sink");
        endConnector(other, "source");
        assertThat(topic.finish(JavaClients.ends(cluster.bootstrap(), "copied")))
                .as("lines of the file in the topic, each once and in order")
                .extracting(ConsumerRecord::value)
                .isEqualTo(lines);
    }

    private void killAndRestartBroker(int node, Path from, CommittedReader topic) {
        append(from);
        cluster.node(node).kill9();
        append(from);
        topic.awaitTotal(lines.size());
        cluster.node(node).restart();
        cluster.awaitBrokers(1, 2, 3);
    }

    private void createTopic() {
        try (Admin admin = JavaClients.admin(cluster.bootstrap())) {
            JavaClients.get(admin.createTopics(List.of(new NewTopic("copied", 1, (short) 3)))
                    .all());
        }
    }

    /** Each look at the file is a transaction. (With a small {@code batch.size} it keeps lines back until more are appended.) */
    private static Map<String, String> source(Path file) {
        return Map.of(
                "connector.class", "FileStreamSource",
                "file", file.toString(),
                "topic", "copied",
                "tasks.max", "1",
                "exactly.once.support", "required");
    }

    private static Map<String, String> sink(Path file) {
        return Map.of(
                "connector.class", "FileStreamSink",
                "file", file.toString(),
                "topics", "copied",
                "tasks.max", "1",
                "consumer.override.isolation.level", "read_committed");
    }

    /** A worker that has just started, or whose group is about to share out work anew, asks to be asked again. */
    private static void create(ConnectWorker worker, String name, Map<String, String> config) {
        soon("connector " + name)
                .until(
                        () -> worker.put("/connectors/" + name + "/config", config),
                        answer -> answer.status() / 100 == 2);
        soon("its task")
                .until(() -> tasks(worker, name).findPath("state").asText().equals("RUNNING"));
    }

    private static String workerOfTask(ConnectWorker worker, String connector) {
        return tasks(worker, connector).findPath("worker_id").asText();
    }

    private static JsonNode tasks(ConnectWorker worker, String connector) {
        return worker.get("/connectors/" + connector + "/status").body().path("tasks");
    }

    /** Stopped, its offsets forgotten, deleted. */
    private static void endConnector(ConnectWorker worker, String name) {
        String path = "/connectors/" + name;
        soon("stop of " + name).until(() -> worker.put(path + "/stop", Map.of()).status() == 204);
        soon("no task of " + name).until(() -> tasks(worker, name).isEmpty());
        soon("offsets of " + name).until(() -> worker.get(path + "/offsets"), answer -> offsets(answer) == 1);
        soon("offsets forgotten").until(() -> worker.delete(path + "/offsets"), answer -> answer.status() == 200);
        soon("no offsets of " + name).until(() -> worker.get(path + "/offsets"), answer -> offsets(answer) == 0);
        soon("end of " + name).until(() -> worker.delete(path).status() == 204);
    }

    private static int offsets(ConnectWorker.Answer answer) {
        return answer.status() == 200 ? answer.body().path("offsets").size() : -1;
    }

    private void append(Path file) {
        List<String> more = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            more.add("line-" + (lines.size() + i));
        }
        lines.addAll(more);
        try {
            Files.write(file, more, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static Set<String> linesOf(Path file) {
        try {
            return new HashSet<>(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static ConditionFactory soon(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(200));
    }
}
