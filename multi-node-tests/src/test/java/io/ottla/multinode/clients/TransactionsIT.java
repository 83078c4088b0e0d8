package io.ottla.multinode.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ottla.multinode.harness.ClientProcess;
import io.ottla.multinode.harness.Clients;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transactions of clients by other authors, and what every client sees of them. */
class TransactionsIT {
    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @Test
    void kafkaJsCommitsAbortsAndFences() {
        JsonNode found =
                transactions("tx-js", Clients.javaScript("kafkajs-transactions.js", NODE.bootstrap(), "tx-js"));
        assertThat(texts(found.get("committed"))).containsExactly("js-0", "js-1", "js-2", "js-3");
        assertThat(texts(found.get("everything")))
                .containsExactly("js-0", "js-1", "given up", "js-2", "of a zombie", "js-3");
        // It asks in versions that have no word of their own for a fenced producer.
        assertThat(found.get("fenced").asText()).isEqualTo("INVALID_PRODUCER_EPOCH");
        assertSeenByEveryone("tx-js", texts(found.get("committed")), texts(found.get("everything")));
    }

    @Test
    void librdkafkaCommitsAbortsAndFences() {
        JsonNode found =
                transactions("tx-py", Clients.confluentPython("confluent_transactions.py", NODE.bootstrap(), "tx-py"));
        assertThat(texts(found.get("committed"))).containsExactly("py-0", "py-1", "py-2", "py-3");
        assertThat(texts(found.get("everything")))
                .containsExactly("py-0", "py-1", "given up", "py-2", "of a zombie", "py-3");
        assertThat(found.get("fenced").asText()).isEqualTo("_FENCED");
        assertSeenByEveryone("tx-py", texts(found.get("committed")), texts(found.get("everything")));
    }

    @Test
    void kcatCommits() {
        JavaClients.createTopic(NODE.bootstrap(), "tx-kcat", 1, Map.of());
        Clients.kcat("-b", NODE.bootstrap(), "-P", "-t", "tx-kcat", "-X", "transactional.id=tx-kcat")
                .input("tea\ncoffee\n")
                .output();
        try (Producer<String, String> open = open("tx-kcat-open", "tx-kcat", "not yet")) {
            assertSeenByEveryone("tx-kcat", List.of("tea", "coffee"), List.of("tea", "coffee", "not yet"));
            open.commitTransaction();
        }
        List<String> all = List.of("tea", "coffee", "not yet");
        assertSeenByEveryone("tx-kcat", all, all);
    }

    @Test
    void anOperatorSeesAHangingTransactionAndEndsIt() {
        JavaClients.createTopic(NODE.bootstrap(), "tx-tools", 1, Map.of());
        Producer<String, String> hanging = open("tx-hanging", "tx-tools", "of nobody");
        try {
            assertThat(tool("list")).containsPattern("tx-hanging\\s+\\d+\\s+\\d+\\s+Ongoing");
            assertThat(tool("describe", "--transactional-id", "tx-hanging")).contains("Ongoing", "tx-tools-0");
            assertThat(tool("describe-producers", "--topic", "tx-tools", "--partition", "0"))
                    .containsPattern("\\d+\\s+\\d+\\s+-?\\d+\\s+0\\s+\\d+\\s+0");
            tool("abort", "--topic", "tx-tools", "--partition", "0", "--start-offset", "0");
            assertSeenByEveryone("tx-tools", List.of(), List.of("of nobody"));
        } finally {
            hanging.close();
        }
    }

    @Test
    void anOperatorFindsTransactionsByAgeAndPatternAndTerminatesThem() {
        JavaClients.createTopic(NODE.bootstrap(), "tx-found", 1, Map.of());
        Producer<String, String> zombie = open("tx-found-1", "tx-found", "of a zombie");
        try {
            assertThat(tool("list", "--transactional-id-pattern", "tx-f[a-z]+-\\d"))
                    .containsPattern("tx-found-1\\s+\\d+\\s+\\d+\\s+Ongoing")
                    .doesNotContain("tx-hanging");
            assertThat(tool("list", "--duration-filter", "0")).contains("tx-found-1");
            assertThat(tool("list", "--duration-filter", "3600000")).doesNotContain("tx-found-1");

            tool("forceTerminateTransaction", "--transactionalId", "tx-found-1");

            assertSeenByEveryone("tx-found", List.of(), List.of("of a zombie"));
            assertThatThrownBy(zombie::commitTransaction).isInstanceOf(ProducerFencedException.class);
        } finally {
            zombie.close();
        }
    }

    private static Producer<String, String> open(String id, String topic, String value) {
        Producer<String, String> producer = JavaClients.producer(NODE.bootstrap(), Map.of("transactional.id", id));
        producer.initTransactions();
        producer.beginTransaction();
        JavaClients.get(producer.send(new ProducerRecord<>(topic, 0, null, value)));
        return producer;
    }

    private static void assertSeenByEveryone(String topic, List<String> committed, List<String> everything) {
        assertThat(kcat(topic, "read_committed")).as("kcat, committed").isEqualTo(committed);
        assertThat(kcat(topic, "read_uncommitted")).as("kcat, everything").isEqualTo(everything);
    }

    private static List<String> kcat(String topic, String isolation) {
        return Clients.kcat("-b", NODE.bootstrap(), "-C", "-t", topic, "-e", "-q", "-X", "isolation.level=" + isolation)
                .output()
                .lines()
                .toList();
    }

    private static String tool(String action, String... arguments) {
        Stream<String> words =
                Stream.concat(Stream.of("--bootstrap-server", NODE.bootstrap(), action), Stream.of(arguments));
        return Clients.kafkaTool("org.apache.kafka.tools.TransactionsCommand", words.toArray(String[]::new))
                .output();
    }

    /** Runs a script on a topic with one partition. In the script's end the group's offset is that of its last committed transaction. */
    private static JsonNode transactions(String topic, ClientProcess script) {
        JavaClients.createTopic(NODE.bootstrap(), topic, 1, Map.of());
        JsonNode found = json(script.output());
        assertThat(found.get("offset").asInt())
                .as("offset committed with a transaction")
                .isEqualTo(2);
        return found;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static JsonNode json(String output) {
        try {
            return new ObjectMapper().readTree(output);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + output, e);
        }
    }
}
