package io.ottla.testkit.registry;

import static io.ottla.testkit.registry.RegistryHttp.avro;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.registry.Outcome;
import io.ottla.registry.RegistrySettings;
import io.ottla.registry.SchemaRegistry;
import io.ottla.registry.schema.SchemaType;
import io.ottla.registry.state.Deletions;
import io.ottla.registry.state.Registration;
import io.ottla.registry.state.RegistryImage;
import io.ottla.registry.state.SchemaContent;
import io.ottla.registry.state.SchemaVersion;
import io.ottla.registry.state.SubjectName;
import io.ottla.testkit.OttlaCluster;
import io.ottla.testkit.OttlaTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

@OttlaTest
class RegistryStoreTest {
    @Test
    void twoWritersNeverGiveOneIdTwice(OttlaCluster cluster) {
        try (SchemaRegistry one = registry(cluster);
                SchemaRegistry other = registry(cluster)) {
            List<CompletableFuture<Outcome<SchemaVersion>>> writes = new ArrayList<>();
            for (int number = 0; number < 60; number++) {
                SchemaRegistry writer = number % 2 == 0 ? one : other;
                writes.add(
                        register(writer, "s" + number, avro("f" + number / 3)).toCompletableFuture());
            }
            Map<Integer, SchemaContent> byId = new HashMap<>();
            Map<SchemaContent, Integer> byContent = new HashMap<>();
            for (CompletableFuture<Outcome<SchemaVersion>> write : writes) {
                SchemaVersion schema = answer(write.join());
                assertThat(byId.merge(schema.id(), schema.content(), (first, second) -> first))
                        .isEqualTo(schema.content());
                assertThat(byContent.merge(schema.content(), schema.id(), (first, second) -> first))
                        .isEqualTo(schema.id());
            }
            assertThat(byId).hasSize(20);
            assertThat(image(one)).isEqualTo(image(other));
        }
    }

    @Test
    void everyRegistrySeesWhatAnotherConfirmed(OttlaCluster cluster) {
        try (SchemaRegistry one = registry(cluster);
                SchemaRegistry other = registry(cluster)) {
            for (int number = 0; number < 20; number++) {
                SchemaRegistry writer = number % 2 == 0 ? one : other;
                SchemaVersion written = answer(register(writer, "s" + number, avro("f"))
                        .toCompletableFuture()
                        .join());
                SchemaRegistry reader = number % 2 == 0 ? other : one;
                assertThat(image(reader).version(written.key())).isPresent();
            }
        }
    }

    @Test
    void idsAreNotGivenAgainAfterARestart(OttlaCluster cluster) {
        int id;
        try (SchemaRegistry registry = registry(cluster)) {
            id = answer(register(registry, "s", avro("a")).toCompletableFuture().join())
                    .id();
            SubjectName subject = SubjectName.of("s");
            answer(registry.write(image -> Deletions.subject(image, subject, false))
                    .toCompletableFuture()
                    .join());
            answer(registry.write(image -> Deletions.subject(image, subject, true))
                    .toCompletableFuture()
                    .join());
        }
        cluster.stopBroker(1);
        cluster.startBroker(1);
        try (SchemaRegistry registry = registry(cluster)) {
            assertThat(answer(register(registry, "s", avro("b"))
                                    .toCompletableFuture()
                                    .join())
                            .id())
                    .isGreaterThan(id);
        }
    }

    @Test
    void writesWhatExistingToolsRead(OttlaCluster cluster) {
        RegistryHttp http = new RegistryHttp(cluster.httpUrl());
        http.register("s", avro("a"));
        http.put("/config", "{\"compatibility\":\"NONE\"}").expect(200);
        http.put("/mode/s", "{\"mode\":\"READWRITE\"}").expect(200);
        http.delete("/subjects/s").expect(200);
        http.delete("/subjects/s?permanent=true").expect(200);
        List<ConsumerRecord<String, String>> records = records(cluster);
        assertThat(records)
                .extracting(ConsumerRecord::key)
                .containsExactly(
                        "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}",
                        "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}",
                        "{\"keytype\":\"MODE\",\"subject\":\"s\",\"magic\":0}",
                        "{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"s\",\"magic\":0}",
                        "{\"keytype\":\"MODE\",\"subject\":\"s\",\"magic\":0}",
                        "{\"keytype\":\"NOOP\",\"magic\":0}",
                        "{\"keytype\":\"CLEAR_SUBJECT\",\"subject\":\"s\",\"magic\":0}",
                        "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}");
        var schema = RegistryHttp.parse(records.get(0).value());
        assertThat(schema.path("id").asInt()).isEqualTo(1);
        assertThat(schema.path("schema").asText()).isEqualTo(avro("a"));
        assertThat(schema.path("deleted").asBoolean(true)).isFalse();
        assertThat(records.get(1).value()).isEqualTo("{\"subject\":null,\"compatibilityLevel\":\"NONE\"}");
        assertThat(records.get(2).value()).isEqualTo("{\"subject\":\"s\",\"mode\":\"READWRITE\"}");
        assertThat(records.get(3).value()).isEqualTo("{\"subject\":\"s\",\"version\":1}");
        assertThat(records.get(7).value()).isNull();
    }

    @Test
    void aSchemaThatTheTopicDoesNotTakeIsRefusedAndHoldsNobodyUp(OttlaCluster cluster) throws Exception {
        NewTopic topic = new NewTopic("_schemas", 1, (short) 1)
                .configs(Map.of("cleanup.policy", "compact", "max.message.bytes", "100000"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.createTopics(List.of(topic)).all().get();
        }
        RegistryHttp http = new RegistryHttp(cluster.httpUrl());

        http.post("/subjects/long/versions", RegistryHttp.body(avro("f".repeat(200_000)), "AVRO"))
                .expectError(422, 42209);

        http.register("short", avro("f"));
        http.get("/subjects/long/versions").expectError(404, 40401);
    }

    private static SchemaRegistry registry(OttlaCluster cluster) {
        return new SchemaRegistry(RegistrySettings.of(cluster.bootstrapServers()));
    }

    private static CompletionStage<Outcome<SchemaVersion>> register(
            SchemaRegistry registry, String subject, String avro) {
        Registration registration = new Registration(registry.schemas(), 1 << 20);
        Registration.Request request =
                Registration.Request.of(SubjectName.of(subject), SchemaContent.of(SchemaType.AVRO, avro));
        return registry.write(image -> registration.register(image, request));
    }

    private static RegistryImage image(SchemaRegistry registry) {
        return answer(registry.read(image -> image).toCompletableFuture().join());
    }

    private static <T> T answer(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<T>) outcome).answer();
    }

    private static List<ConsumerRecord<String, String>> records(OttlaCluster cluster) {
        TopicPartition log = new TopicPartition("_schemas", 0);
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(Set.of(log));
            consumer.seekToBeginning(Set.of(log));
            long end = consumer.endOffsets(Set.of(log)).get(log);
            while (consumer.position(log) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
