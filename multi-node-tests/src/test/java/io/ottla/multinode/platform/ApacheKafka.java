package io.ottla.multinode.platform;

import static java.util.Map.entry;

import io.ottla.multinode.harness.Clients;
import io.ottla.multinode.harness.FreePorts;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.Peers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.awaitility.Awaitility;

/** A node of Apache Kafka 4.3.1, broker and controller in one, as people have it who come to us. */
public final class ApacheKafka {
    private ApacheKafka() {}

    /** Formats and starts a node, waits until it answers, and returns its {@code bootstrap.servers}. */
    public static String start(Peers peers, String name) {
        List<String> addresses = FreePorts.addresses(2);
        Path dir = peers.folder(name);
        Path file = dir.resolve("server.properties");
        PropertiesFile.write(
                file,
                Map.ofEntries(
                        entry("node.id", "1"),
                        entry("process.roles", "broker,controller"),
                        entry("listeners", "PLAINTEXT://" + addresses.get(0) + ",CONTROLLER://" + addresses.get(1)),
                        entry("controller.listener.names", "CONTROLLER"),
                        entry("controller.quorum.voters", "1@" + addresses.get(1)),
                        entry("log.dirs", dir.resolve("data").toString()),
                        entry("offsets.topic.replication.factor", "1"),
                        // The partitions of its own topics are what takes longest to come up.
                        entry("offsets.topic.num.partitions", "1"),
                        entry("transaction.state.log.num.partitions", "1"),
                        entry("share.coordinator.state.topic.num.partitions", "1"),
                        entry("transaction.state.log.replication.factor", "1"),
                        entry("transaction.state.log.min.isr", "1"),
                        entry("share.coordinator.state.topic.replication.factor", "1"),
                        entry("share.coordinator.state.topic.min.isr", "1"),
                        entry("group.share.min.record.lock.duration.ms", "1000"),
                        entry("group.initial.rebalance.delay.ms", "0")));
        Clients.kafkaServerTool(
                        "kafka.tools.StorageTool",
                        "format",
                        "--cluster-id",
                        "MkU3OEVBNTcwNTJENDM2Qg",
                        "--config",
                        file.toString())
                .output();
        var unused = peers.start(dir, "kafka-server", "kafka.Kafka", file.toString());
        awaitAnswer(addresses.get(0));
        return addresses.get(0);
    }

    private static void awaitAnswer(String bootstrap) {
        try (Admin admin = JavaClients.admin(bootstrap)) {
            Awaitility.await("Apache Kafka")
                    .atMost(Duration.ofSeconds(90))
                    .ignoreExceptionsInstanceOf(KafkaException.class)
                    .until(() ->
                            !JavaClients.get(admin.describeCluster().nodes()).isEmpty());
        }
    }
}
