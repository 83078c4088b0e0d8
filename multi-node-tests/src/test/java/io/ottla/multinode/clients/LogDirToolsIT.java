package io.ottla.multinode.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.Clients;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own tools at a node with several log directories: they are described, and a replica moves from one to the other (KIP-113). */
class LogDirToolsIT {
    private static final String TOPIC = "movable";

    @TempDir
    static Path dir;

    @RegisterExtension
    static final NodeExtension NODE =
            NodeExtension.with(settings -> settings.with("log.dirs", first() + "," + second()));

    @Test
    void aReplicaMovesToAnotherLogDirectory() throws IOException {
        JavaClients.createTopic(NODE.bootstrap(), TOPIC, 1, Map.of());
        JavaClients.produce(NODE.bootstrap(), TOPIC, 0, 1_000);
        assertThat(logDirs()).contains(first().toString(), second().toString(), "\"partition\":\"movable-0\"");
        Path target = Files.isDirectory(first().resolve("movable-0")) ? second() : first();
        Path plan = Files.writeString(
                dir.resolve("plan.json"),
                "{\"version\":1,\"partitions\":[{\"topic\":\"movable\",\"partition\":0,\"replicas\":[1],\"log_dirs\":[\""
                        + target + "\"]}]}");

        assertThat(reassign("--reassignment-json-file", plan.toString(), "--execute"))
                .contains("Successfully started moving log directory to " + target + " for replica movable-0");

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> reassign("--reassignment-json-file", plan.toString(), "--verify")
                        .contains("completed successfully"));
        assertThat(target.resolve("movable-0")).isDirectory();
        assertThat(JavaClients.readAll(NODE.bootstrap(), TOPIC)).hasSize(1_000);
    }

    private static Path first() {
        return dir.resolve("a");
    }

    private static Path second() {
        return dir.resolve("b");
    }

    private static String logDirs() {
        return tool("LogDirsCommand", "--describe", "--broker-list", "1", "--topic-list", TOPIC);
    }

    private static String reassign(String... arguments) {
        return tool("reassign.ReassignPartitionsCommand", arguments);
    }

    private static String tool(String name, String... arguments) {
        return Clients.kafkaTool(
                        "org.apache.kafka.tools." + name,
                        Stream.concat(Stream.of("--bootstrap-server", NODE.bootstrap()), Stream.of(arguments))
                                .toArray(String[]::new))
                .output();
    }
}
