package io.ottla.multinode.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.Build;
import io.ottla.multinode.harness.Clients;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own command-line tools, as administrators and their scripts call them. */
class KafkaToolsIT {
    private static final Pattern ROW_OF_README =
            Pattern.compile("^\\| (\\w+) \\| ([0-9 to]+) \\| [0-9 to]+ \\|$", Pattern.MULTILINE);

    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @Test
    void createsListsDescribesAltersAndDeletesTopics() {
        topics("--create", "--topic", "tooled", "--partitions", "2", "--config", "retention.ms=60000");
        assertThat(topics("--list")).contains("tooled");
        assertThat(topics("--describe", "--topic", "tooled"))
                .contains("PartitionCount: 2", "ReplicationFactor: 1", "retention.ms=60000");
        topics("--alter", "--topic", "tooled", "--partitions", "5");
        assertThat(topics("--describe", "--topic", "tooled")).contains("PartitionCount: 5");
        topics("--delete", "--topic", "tooled");
        assertThat(topics("--list")).doesNotContain("tooled");
    }

    @Test
    void producesAndConsumesOnTheConsole() {
        JavaClients.createTopic(NODE.bootstrap(), "console", 1, Map.of());
        Clients.kafkaTool(
                        "org.apache.kafka.tools.ConsoleProducer",
                        words(
                                "--topic",
                                "console",
                                "--compression-codec",
                                "zstd",
                                "--reader-property",
                                "parse.key=true",
                                "--reader-property",
                                "key.separator=:"))
                .input("a:tea\nb:coffee\n")
                .output();
        String out = Clients.kafkaTool(
                        "org.apache.kafka.tools.consumer.ConsoleConsumer",
                        words(
                                "--topic",
                                "console",
                                "--group",
                                "console-readers",
                                "--from-beginning",
                                "--max-messages",
                                "2",
                                "--timeout-ms",
                                "30000",
                                "--formatter-property",
                                "print.key=true",
                                "--formatter-property",
                                "print.offset=true"))
                .output();
        assertThat(out).isEqualTo("Offset:0\ta\ttea\nOffset:1\tb\tcoffee\n");

        assertThat(groups("--list")).contains("console-readers");
        assertThat(groups("--describe", "--group", "console-readers"))
                .containsPattern("console-readers +console +0 +2 +2 +0");
        groups("--reset-offsets", "--group", "console-readers", "--topic", "console", "--to-earliest", "--execute");
        assertThat(groups("--describe", "--group", "console-readers"))
                .containsPattern("console-readers +console +0 +0 +2 +2");
        assertThat(groups("--describe", "--group", "console-readers", "--state"))
                .contains("Empty");
        assertThat(groups("--delete", "--group", "console-readers")).contains("success");
    }

    @Test
    void looksIntoAGroupOfTheConsumerProtocol() {
        JavaClients.createTopic(NODE.bootstrap(), "assigned", 2, Map.of());
        JavaClients.produce(NODE.bootstrap(), "assigned", 0, 5);
        Map<String, String> settings = Map.of("group.protocol", "consumer");
        try (GroupMember member = GroupMember.join(NODE.bootstrap(), "assigned", "assigned-readers", settings)) {
            Awaitility.await().until(() -> member.assigned().size() == 2);
            assertThat(groups("--list", "--type", "consumer")).contains("assigned-readers");
            assertThat(groups("--list", "--type", "classic")).doesNotContain("assigned-readers");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(groups("--describe", "--group", "assigned-readers", "--state"))
                            .containsPattern("uniform +Stable"));
            assertThat(groups("--describe", "--group", "assigned-readers", "--members", "--verbose"))
                    .containsPattern("assigned-readers .*assigned:0,1|assigned\\(0,1\\)");
        }
        assertThat(groups("--describe", "--group", "assigned-readers"))
                .containsPattern("assigned-readers +assigned +0 +5 +5 +0");
        assertThat(groups("--delete", "--group", "assigned-readers")).contains("success");
    }

    @Test
    void tellsOffsets() {
        JavaClients.createTopic(NODE.bootstrap(), "offsets", 2, Map.of());
        JavaClients.produce(NODE.bootstrap(), "offsets", 0, 7);
        assertThat(tool("org.apache.kafka.tools.GetOffsetShell", "--topic", "offsets"))
                .isEqualTo("offsets:0:7\noffsets:1:0\n");
        assertThat(tool("org.apache.kafka.tools.GetOffsetShell", "--topic", "offsets", "--time", "earliest"))
                .isEqualTo("offsets:0:0\noffsets:1:0\n");
        assertThat(tool("org.apache.kafka.tools.GetOffsetShell", "--topic", "offsets", "--time", "max-timestamp"))
                .startsWith("offsets:0:");
    }

    @Test
    void deletesRecords(@TempDir Path dir) throws IOException {
        JavaClients.createTopic(NODE.bootstrap(), "cut", 1, Map.of());
        JavaClients.produce(NODE.bootstrap(), "cut", 0, 10);
        Path json = Files.writeString(
                dir.resolve("offsets.json"),
                "{\"partitions\": [{\"topic\": \"cut\", \"partition\": 0, \"offset\": 4}], \"version\": 1}");
        assertThat(tool("org.apache.kafka.tools.DeleteRecordsCommand", "--offset-json-file", json.toString()))
                .contains("cut-0", "low_watermark: 4");
    }

    @Test
    void looksIntoLogDirs() {
        JavaClients.createTopic(NODE.bootstrap(), "dirs", 1, Map.of());
        JavaClients.produce(NODE.bootstrap(), "dirs", 0, 1);
        assertThat(tool("org.apache.kafka.tools.LogDirsCommand", "--describe", "--topic-list", "dirs"))
                .contains("\"partition\":\"dirs-0\"", "\"error\":null");
    }

    /** README's table is made from the handlers; this is what a node answers. */
    @Test
    void findsTheApisAndVersionsThatReadmeTells() throws IOException {
        List<MatchResult> rows = ROW_OF_README
                .matcher(Files.readString(Build.readme()))
                .results()
                .toList();
        String told = tool("org.apache.kafka.tools.BrokerApiVersionsCommand");

        assertThat(rows)
                .hasSizeGreaterThan(40)
                .allSatisfy(row -> assertThat(told)
                        .containsPattern("\\b" + row.group(1) + "\\(\\d+\\): " + row.group(2) + " \\[usable"));
        assertThat(told.lines().filter(line -> line.contains("[usable"))).hasSameSizeAs(rows);
    }

    @Test
    void measuresProducersAndConsumers() {
        JavaClients.createTopic(NODE.bootstrap(), "performance", 2, Map.of());
        assertThat(tool(
                        "org.apache.kafka.tools.ProducerPerformance",
                        "--topic",
                        "performance",
                        "--num-records",
                        "20000",
                        "--record-size",
                        "200",
                        "--throughput",
                        "-1"))
                .contains("20000 records sent");
        assertThat(tool(
                        "org.apache.kafka.tools.ConsumerPerformance",
                        "--topic",
                        "performance",
                        "--num-records",
                        "20000",
                        "--timeout",
                        "30000"))
                .contains("20000");
    }

    @Test
    void listsGroupsOfEveryKind() {
        JavaClients.createTopic(NODE.bootstrap(), "grouped", 1, Map.of());
        try (GroupMember member = GroupMember.join(NODE.bootstrap(), "grouped", "some-group", Map.of())) {
            Awaitility.await().until(() -> !member.assigned().isEmpty());
            assertThat(tool("org.apache.kafka.tools.GroupsCommand", "--list"))
                    .containsPattern("some-group +Classic +consumer");
            assertThat(groups("--describe", "--group", "some-group", "--members"))
                    .contains("some-group");
        }
    }

    @Test
    void configuresTopicsAndBrokers() {
        JavaClients.createTopic(NODE.bootstrap(), "configured", 1, Map.of());
        configs(
                "--entity-type",
                "topics",
                "--entity-name",
                "configured",
                "--alter",
                "--add-config",
                "retention.ms=5000,cleanup.policy=[compact,delete]");
        assertThat(configs("--entity-type", "topics", "--entity-name", "configured", "--describe"))
                .contains("retention.ms=5000", "cleanup.policy=compact,delete", "DYNAMIC_TOPIC_CONFIG");
        configs("--entity-type", "topics", "--entity-name", "configured", "--alter", "--delete-config", "retention.ms");
        assertThat(configs("--entity-type", "topics", "--entity-name", "configured", "--describe"))
                .doesNotContain("retention.ms=5000");

        configs("--entity-type", "brokers", "--entity-default", "--alter", "--add-config", "log.cleaner.threads=2");
        assertThat(configs("--entity-type", "brokers", "--entity-default", "--describe"))
                .contains("log.cleaner.threads=2");
        assertThat(configs("--entity-type", "brokers", "--entity-name", "1", "--describe", "--all"))
                .contains("log.segment.bytes=");
    }

    private static String topics(String... arguments) {
        return tool("org.apache.kafka.tools.TopicCommand", arguments);
    }

    private static String groups(String... arguments) {
        return tool("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand", arguments);
    }

    private static String configs(String... arguments) {
        return Clients.kafkaServerTool("kafka.admin.ConfigCommand", words(arguments))
                .output();
    }

    private static String tool(String mainClass, String... arguments) {
        return Clients.kafkaTool(mainClass, words(arguments)).output();
    }

    private static String[] words(String... arguments) {
        return Stream.of(List.of("--bootstrap-server", NODE.bootstrap()), List.of(arguments))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }
}
