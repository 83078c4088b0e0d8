package io.ottla.multinode.http;

import static io.ottla.multinode.http.Proxies.url;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.OttlaProcess;
import io.ottla.multinode.harness.Peers;
import io.ottla.multinode.http.HttpCalls.Answer;
import io.ottla.multinode.platform.ApacheKafka;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Schema Registry keeps its schemas in a cluster of Apache Kafka, and records by them go there too. */
class SchemasOnApacheKafkaIT {
    private static final String REGISTRY = "application/vnd.schemaregistry.v1+json";
    private static final String AVRO = "application/vnd.kafka.avro.v2+json";
    private static final String JSON = "application/json";

    @RegisterExtension
    final Peers peers = new Peers();

    @RegisterExtension
    final Proxies proxies = new Proxies();

    @Test
    void anyNodeWritesAndAllReadWhatIsThere() throws Exception {
        String kafka = ApacheKafka.start(peers, "apache-kafka-schemas");
        OttlaProcess one = proxies.start(kafka, "schemas-one");
        OttlaProcess two = proxies.start(kafka, "schemas-two");

        int text = register(one, "words-value", "string");
        assertThat(register(two, "other-value", "string")).as("the same schema").isEqualTo(text);
        assertThat(register(two, "numbers-value", "long")).isGreaterThan(text);
        assertThat(register(one, "bytes-value", "bytes")).isGreaterThan(text + 1);
        produceAndRead(one, two, text);

        one.kill9();
        two.kill9();
        OttlaProcess three = proxies.start(kafka, "schemas-three");
        assertThat(HttpCalls.get(url(three) + "/subjects", REGISTRY).json())
                .extracting(JsonNode::asText)
                .containsExactly("bytes-value", "numbers-value", "other-value", "words-value");
        assertThat(register(three, "words-value", "string")).as("it is known").isEqualTo(text);
        try (Admin admin = JavaClients.admin(kafka)) {
            assertThat(JavaClients.get(admin.listTopics().names())).contains("_schemas");
        }
    }

    /** Written through one node by the id of a schema, and streamed through the other. */
    private static void produceAndRead(OttlaProcess one, OttlaProcess two, int schema) throws Exception {
        Answer produced = HttpCalls.post(
                url(one) + "/topics/words",
                AVRO,
                "{\"value_schema_id\":" + schema + ",\"records\":[{\"value\":\"hello\"}]}");
        assertThat(produced.status()).as(produced.text()).isEqualTo(200);
        String topic = HttpCalls.get(url(two) + "/v3/clusters", JSON)
                        .json()
                        .at("/data/0/metadata/self")
                        .asText()
                + "/topics/words";
        Answer read =
                HttpCalls.get(topic + "/records?from=beginning&limit=1&value_format=AVRO", "application/x-ndjson");
        assertThat(read.json().at("/value/data").asText()).isEqualTo("hello");
    }

    private static int register(OttlaProcess node, String subject, String type) throws Exception {
        Answer answer = HttpCalls.post(
                url(node) + "/subjects/" + subject + "/versions", REGISTRY, "{\"schema\":\"\\\"" + type + "\\\"\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("id").asInt();
    }
}
