package io.ottla.multinode.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ottla.multinode.harness.Clients;
import io.ottla.multinode.harness.NodeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The schema registry's clients in JavaScript, as their authors publish them. */
class RegistryClientsIT {
    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @Test
    void livesAWholeLifeWithTheClientOfKafkaJs() {
        JsonNode found = json(Clients.javaScript("registry-kafkajs.js", NODE.httpUrl(), "lifekafkajs")
                .output());
        JsonNode avro = found.get("avro");
        assertThat(avro.get("again")).isEqualTo(avro.get("id"));
        assertThat(avro.get("magic").asInt()).isZero();
        assertThat(avro.get("idInBytes")).isEqualTo(avro.get("id"));
        assertThat(avro.get("decoded")).hasToString("{\"id\":42}");
        assertThat(avro.get("latest").asBoolean()).isTrue();
        assertThat(avro.get("first").asBoolean()).isTrue();
        assertThat(avro.get("found").asBoolean()).isTrue();
        assertThat(found.get("refused").get("status").asInt()).isEqualTo(409);
        assertThat(found.get("refused").get("message").asText()).contains("must");
        assertThat(found.get("json")).hasToString("{\"name\":\"Ada\"}");
        assertThat(found.get("protobuf")).hasToString("{\"name\":\"Ada\"}");
    }

    @Test
    void livesAWholeLifeWithTheClientOfConfluent() {
        JsonNode found = json(Clients.javaScript("registry-confluent.js", NODE.httpUrl(), "lifeconfluent")
                .output());
        JsonNode administration = found.get("administration");
        assertThat(administration.get("compatible").asBoolean()).isTrue();
        assertThat(administration.get("incompatible").asBoolean()).isFalse();
        assertThat(administration.get("latestVersion").asInt()).isEqualTo(2);
        assertThat(administration.get("versions")).hasToString("[1,2]");
        assertThat(administration.get("listed").asBoolean()).isTrue();
        assertThat(administration.get("found")).isEqualTo(administration.get("id"));
        assertThat(administration.get("version").asInt()).isEqualTo(2);
        assertThat(administration.get("schema").asInt()).as("fields").isEqualTo(1);
        assertThat(administration.get("level").asText()).isEqualTo("FULL");
        assertThat(found.get("avro").get("magic").asInt()).isZero();
        assertThat(found.get("avro").get("decoded")).hasToString("{\"id\":42,\"note\":\"x\"}");
        assertThat(found.get("json")).hasToString("{\"name\":\"Ada\"}");
        assertThat(found.get("header")).hasToString("{\"magic\":1,\"length\":1,\"decoded\":{\"id\":42}}");
        assertThat(found.get("protobuf"))
                .hasToString("{\"magic\":0,\"type\":\"PROTOBUF\",\"name\":\"Ada\",\"born\":7}");
        JsonNode contract = found.get("contract");
        assertThat(contract.get("metadata").asBoolean()).as("metadata").isTrue();
        assertThat(contract.get("rule").asBoolean()).as("rule").isTrue();
        assertThat(contract.get("found").asInt()).isEqualTo(1);
        assertThat(contract.get("byGuid").asText()).isEqualTo("\"string\"");
        assertThat(contract.get("config").get("compatibilityGroup").asText()).isEqualTo("major");
        assertThat(contract.get("unknown")).hasToString("[404,40401]");
        assertThat(found.get("deletion")).hasToString("{\"soft\":[1],\"hard\":[1]}");
    }

    private static JsonNode json(String output) {
        try {
            return new ObjectMapper().readTree(output);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + output, e);
        }
    }
}
