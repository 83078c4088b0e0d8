package io.ottla.multinode.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.Clients;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own tools for what concerns the cluster as a whole: leaders, places, quorum, features. */
class ClusterToolsIT {
    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @Test
    void describesTheQuorum() {
        assertThat(tool("MetadataQuorumCommand", "describe", "--status"))
                .contains("LeaderId:", "HighWatermark:", "CurrentVoters:");
        assertThat(tool("MetadataQuorumCommand", "describe", "--replication")).contains("LogEndOffset", "Leader");
    }

    @Test
    void describesFeaturesAndSetsTheirLevels() {
        assertThat(tool("FeatureCommand", "describe"))
                .containsPattern("transaction.version +SupportedMinVersion: 0 +SupportedMaxVersion: 2"
                        + " +FinalizedVersionLevel: 2");
        assertThat(tool("FeatureCommand", "downgrade", "--feature", "transaction.version=1"))
                .contains("transaction.version was downgraded to 1");
        assertThat(tool("FeatureCommand", "upgrade", "--feature", "transaction.version=2"))
                .contains("transaction.version was upgraded to 2");
    }

    @Test
    void namesTheClusterAndItsBrokers() {
        assertThat(tool("ClusterTool", "cluster-id")).contains("Cluster ID: ");
        assertThat(tool("ClusterTool", "list-endpoints")).contains("127.0.0.1", "unfenced");
    }

    @Test
    void electsLeaders() {
        JavaClients.createTopic(NODE.bootstrap(), "elected", 1, Map.of());

        assertThat(tool(
                        "LeaderElectionCommand",
                        "--election-type",
                        "preferred",
                        "--topic",
                        "elected",
                        "--partition",
                        "0"))
                .contains("Valid replica already elected for partitions elected-0");
    }

    @Test
    void reassignsPartitions(@TempDir Path dir) throws IOException {
        JavaClients.createTopic(NODE.bootstrap(), "moved", 1, Map.of());
        Path plan = Files.writeString(
                dir.resolve("plan.json"),
                "{\"version\":1,\"partitions\":[{\"topic\":\"moved\",\"partition\":0,\"replicas\":[1]}]}");

        assertThat(reassign("--reassignment-json-file", plan.toString(), "--execute", "--throttle", "1000000"))
                .contains("Successfully started partition reassignment for moved-0");
        assertThat(reassign("--reassignment-json-file", plan.toString(), "--verify"))
                .contains("Reassignment of partition moved-0 is completed.");
        assertThat(reassign("--list")).contains("No partition reassignments found.");
    }

    private static String reassign(String... arguments) {
        return tool("reassign.ReassignPartitionsCommand", arguments);
    }

    private static String tool(String name, String... arguments) {
        // ClusterTool takes its verb first and the address behind, the others take them in any order or the other way
        // round.
        Stream<String> address = Stream.of("--bootstrap-server", NODE.bootstrap());
        Stream<String> words = name.equals("ClusterTool")
                ? Stream.concat(Stream.of(arguments), address)
                : Stream.concat(address, Stream.of(arguments));
        return Clients.kafkaTool("org.apache.kafka.tools." + name, words.toArray(String[]::new))
                .output();
    }
}
