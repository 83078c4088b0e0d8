package io.ottla.multinode.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ottla.multinode.harness.Clients;
import io.ottla.multinode.harness.NodeExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients in other languages, each written from the protocol by its own authors. */
class ScriptedClientsIT {
    private static final int RECORDS_PER_CODEC = 10;

    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @Test
    void livesAWholeLifeWithKafkaJs() {
        JsonNode found = json(Clients.javaScript("kafkajs-life.js", NODE.bootstrap(), "life-in-javascript")
                .output());
        checkRecords(found.get("records"), List.of("none", "gzip", "snappy"));
        checkAdministration(found, 3);
        assertThat(found.get("committed").asInt()).isEqualTo(15);
        assertThat(found.get("moved").asInt()).isEqualTo(3);
        assertThat(found.get("low").asInt()).as("after records were deleted").isEqualTo(5);
        assertThat(found.get("high").asInt()).isEqualTo(15);
    }

    @Test
    void livesAWholeLifeWithKafkaPython() {
        JsonNode found = json(Clients.python("python_life.py", NODE.bootstrap(), "life-in-python")
                .output());
        checkRecords(found.get("records"), List.of("none", "gzip", "snappy", "lz4", "zstd"));
        checkAdministration(found, 3);
        assertThat(found.get("committed").asInt()).isEqualTo(25);
        assertThat(found.get("metadata").asText()).isEqualTo("from python");
        assertThat(found.get("low").asInt()).isZero();
        assertThat(found.get("high").asInt()).isEqualTo(25);
    }

    private static void checkRecords(JsonNode records, List<String> codecs) {
        assertThat(records).hasSize(codecs.size() * RECORDS_PER_CODEC);
        records.forEach(record -> {
            int number = Integer.parseInt(record.get("key").asText().substring("key-".length()));
            assertThat(record.get("value").asText())
                    .isEqualTo(record.get("codec").asText() + "-" + number);
            assertThat(record.get("partition").asInt()).isEqualTo(number % 2);
            assertThat(record.get("timestamp").asLong()).isEqualTo(1_000 + number);
        });
        for (String codec : codecs) {
            assertThat(records)
                    .filteredOn(record -> record.get("codec").asText().equals(codec))
                    .hasSize(RECORDS_PER_CODEC);
        }
    }

    private static void checkAdministration(JsonNode found, int partitions) {
        assertThat(found.get("retention").asText()).isEqualTo("-1");
        assertThat(found.get("partitions").asInt()).isEqualTo(partitions);
        assertThat(found.get("brokers").asInt()).isEqualTo(1);
        assertThat(found.get("groupListed").asBoolean()).isTrue();
        assertThat(found.get("groupState").asText()).isEqualTo("Empty");
        assertThat(found.get("offsetAtTime").asInt()).isEqualTo(2);
        assertThat(found.get("topicGone").asBoolean()).isTrue();
    }

    private static JsonNode json(String output) {
        try {
            return new ObjectMapper().readTree(output);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + output, e);
        }
    }
}
