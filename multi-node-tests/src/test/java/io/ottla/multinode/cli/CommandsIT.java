package io.ottla.multinode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ottla.multinode.harness.ClientProcess;
import io.ottla.multinode.harness.Folders;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import io.ottla.multinode.harness.Ottla;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command-line contract that scripts rely on: words, exit codes, JSON. */
class CommandsIT {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @Test
    void createsListsDescribesAltersAndDeletesTopics() {
        ottla("topic", "create", "life", "--partitions", "2").output();
        ottla("topic", "create", "life", "--if-not-exists").output();
        assertThat(ottla("topic", "create", "life").run().exitCode()).isEqualTo(FAILED);

        JsonNode listed = json(ottla("topic", "list", "--json"));
        assertThat(listed.findValuesAsText("name")).contains("life");

        ottla("topic", "alter", "life", "--partitions", "4", "--config", "retention.ms=1000")
                .output();
        JsonNode described = json(ottla("topic", "describe", "life", "--json")).get(0);
        assertThat(described.get("partitions")).hasSize(4);
        assertThat(described.at("/configs/retention.ms").asText()).isEqualTo("1000");

        ottla("topic", "delete", "life").output();
        ClientProcess.Result gone = ottla("topic", "describe", "life").run();
        assertThat(gone.exitCode()).isEqualTo(FAILED);
        assertThat(gone.err().lines()).hasSize(1);
    }

    @Test
    void tailsFromWhereItIsTold() {
        JavaClients.createTopic(NODE.bootstrap(), "tailed", 1, Map.of());
        JavaClients.produce(NODE.bootstrap(), "tailed", 0, 20);
        assertThat(ottla("tail", "tailed").output().lines()).hasSize(10).last().isEqualTo("value-19");
        assertThat(ottla("tail", "tailed", "--from", "18").output()).isEqualTo("value-18\nvalue-19\n");
        assertThat(ottla("tail", "tailed", "--from", "beginning", "--max", "2", "--format", "%p/%o %k\\n")
                        .output())
                .isEqualTo("0/0 key-0\n0/1 key-1\n");
        JsonNode last = json(ottla("tail", "tailed", "--max", "1", "--json"));
        assertThat(last.get("offset").asLong()).isEqualTo(19);
        assertThat(last.get("key").asText()).isEqualTo("key-19");
    }

    @Test
    void followsATopicAsItGrows() {
        JavaClients.createTopic(NODE.bootstrap(), "followed", 2, Map.of());
        JavaClients.produce(NODE.bootstrap(), "followed", 0, 1);
        ClientProcess follower = ottla("tail", "-f", "followed", "--from", "beginning", "--max", "3");
        CompletableFuture<String> followed = CompletableFuture.supplyAsync(follower::output);
        ottla("produce", "followed", "--partition", "1", "--compression", "zstd")
                .input("later\nlast\n")
                .output();
        assertThat(followed.join().lines()).containsExactlyInAnyOrder("value-0", "later", "last");
    }

    @Test
    void showsMovesAndDeletesGroups(@TempDir Path folder) {
        TopicPartition partition = new TopicPartition("grouped", 0);
        OffsetAndMetadata noted = new OffsetAndMetadata(4, "noted");
        JavaClients.createTopic(NODE.bootstrap(), "grouped", 1, Map.of());
        JavaClients.produce(NODE.bootstrap(), "grouped", 0, 10);
        try (Admin admin = JavaClients.admin(NODE.bootstrap())) {
            JavaClients.get(admin.alterConsumerGroupOffsets("movers", Map.of(partition, noted))
                    .all());
        }
        assertThat(json(ottla("group", "list", "--json")).findValuesAsText("group"))
                .contains("movers");
        assertThat(lag()).isEqualTo(6);

        ottla("group", "reset", "movers", "--topic", "grouped", "--to-earliest").output();
        assertThat(lag()).as("only shown").isEqualTo(6);
        String undo = folder.resolve("undo.json").toString();
        move(undo, "--topic", "grouped:0", "--to-earliest");
        assertThat(lag()).isEqualTo(10);
        ottla("group", "undo", undo).output();
        assertThat(lag()).as("only shown").isEqualTo(10);
        ottla("group", "undo", undo, "--execute").output();
        assertThat(lag()).as("as it was").isEqualTo(6);
        try (Admin admin = JavaClients.admin(NODE.bootstrap())) {
            assertThat(JavaClients.get(admin.listConsumerGroupOffsets("movers").partitionsToOffsetAndMetadata()))
                    .containsEntry(partition, noted);
        }
        move(folder.resolve("second.json").toString(), "--topic", "grouped", "--shift-by", "3");
        assertThat(lag()).isEqualTo(3);
        move(folder.resolve("third.json").toString(), "--topic", "grouped", "--to-latest");
        assertThat(lag()).isZero();

        ottla("group", "delete", "movers").output();
        assertThat(ottla("group", "describe", "movers").run().exitCode()).isEqualTo(FAILED);
    }

    @Test
    void showsGroupsOfOthersThanConsumersAndMovesNoneThatIsInUse() throws IOException {
        JavaClients.createTopic(NODE.bootstrap(), "used", 1, Map.of());
        try (RawMember worker = RawMember.join(NODE.bootstrap(), "workers", "connect")) {
            JsonNode group =
                    json(ottla("group", "describe", "workers", "--json")).get(0);
            assertThat(group.get("type").asText()).isEqualTo("Classic");
            assertThat(group.get("protocol").asText()).isEqualTo("connect");
            assertThat(group.at("/members/0/memberId").asText()).isEqualTo(worker.id());
            assertThat(ottla("group", "describe", "workers").output()).contains("Classic connect, 1 member");
            assertThat(ottla("group", "list", "--type", "classic", "--state", "Stable,CompletingRebalance")
                            .output())
                    .contains("workers");
            assertThat(ottla("group", "list", "--type", "consumer").output()).doesNotContain("workers");
            assertThat(ottla("group", "list", "--state", "empty").output()).doesNotContain("workers");

            ClientProcess.Result reset = ottla("group", "reset", "workers", "--topic", "used", "--to-earliest")
                    .run();
            assertThat(reset.exitCode()).isEqualTo(FAILED);
            assertThat(reset.err().lines()).hasSize(1).first().asString().contains("1 member", "stop its consumers");
        }
    }

    @Test
    void describesTheCluster() {
        JsonNode cluster = json(ottla("cluster", "describe", "--json"));
        assertThat(cluster.get("clusterId").asText()).isNotBlank();
        assertThat(cluster.get("brokers")).hasSize(1);
        assertThat(cluster.at("/brokers/0/port").asInt())
                .isEqualTo(NODE.process().addresses().kafkaPort());
    }

    @Test
    void dumpsALogFileWithoutABroker() {
        JavaClients.createTopic(NODE.bootstrap(), "dumped", 1, Map.of());
        JavaClients.produce(NODE.bootstrap(), "dumped", 0, 3);
        Path log = Folders.find(NODE.process().data(), "dumped-0", ".log").get(0);
        assertThat(Ottla.run("log", "dump", log.toString()).output()).contains("0", "2");
    }

    @Test
    void failsWithAUsefulLineWhereThereIsNoBroker() {
        ClientProcess.Result result = Ottla.at("127.0.0.1:1", "topic", "list").run();
        assertThat(result.exitCode()).isEqualTo(FAILED);
        assertThat(result.err().lines()).hasSize(1).first().asString().contains("127.0.0.1:1", "ottla dev");
    }

    @Test
    void tellsUsageFromFailure() {
        assertThat(Ottla.run("topic", "explode").run().exitCode()).isEqualTo(USAGE);
        assertThat(Ottla.run("tail").run().exitCode()).isEqualTo(USAGE);
        assertThat(Ottla.run("dev", "--kafka", "nonsense").run().exitCode()).isEqualTo(USAGE);
        assertThat(Ottla.run("--help").output()).contains("dev", "produce", "tail");
        assertThat(Ottla.run("group", "list", "--state", "tired").run().exitCode())
                .isEqualTo(USAGE);
        assertThat(Ottla.run("group", "reset", "--help").output()).contains("--shift-by");
    }

    private static void move(String undoFile, String... where) {
        List<String> words = new ArrayList<>(List.of("group", "reset", "movers", "--execute", "--undo-file", undoFile));
        words.addAll(List.of(where));
        ottla(words.toArray(new String[0])).output();
    }

    private static long lag() {
        return json(ottla("group", "describe", "movers", "--json"))
                .at("/0/partitions/0/lag")
                .asLong();
    }

    private static ClientProcess ottla(String... words) {
        return Ottla.at(NODE.bootstrap(), words);
    }

    private static JsonNode json(ClientProcess process) {
        String output = process.output();
        try {
            return new ObjectMapper().readTree(output);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + output, e);
        }
    }
}
