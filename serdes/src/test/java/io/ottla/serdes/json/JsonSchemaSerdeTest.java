package io.ottla.serdes.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ottla.serdes.registry.InMemoryRegistry;
import io.ottla.serdes.registry.SchemaKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class JsonSchemaSerdeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String scope = UUID.randomUUID().toString();
    private final InMemoryRegistry registry = InMemoryRegistry.ofScope(scope);

    /** What an application might write. */
    public record Order(String id, int amount, List<String> tags, Optional<String> note, Instant at) {}

    @Test
    void bringsBackAnObjectOfTheNamedClass() throws Exception {
        JsonSchemaSerde<Order> serde = serde(Map.of("json.value.type", Order.class.getName()));
        Order order = new Order("a", 3, List.of("x", "y"), Optional.of("z"), Instant.parse("2026-11-22T10:00:00Z"));

        byte[] bytes = serde.serializer().serialize("t", order);

        assertThat(bytes).startsWith(0, 0, 0, 0, 1, '{');
        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(order);
        var schema = JSON.readTree(registry.latest("t-value").schema().text());
        assertThat(registry.latest("t-value").schema().kind()).isEqualTo(SchemaKind.JSON);
        assertThat(schema.path("title").asText()).isEqualTo("Order");
        assertThat(schema.at("/properties/amount/type").asText()).isEqualTo("integer");
    }

    @Test
    void readsIntoMapsWithoutAClass() {
        JsonSchemaSerde<Object> serde = serde(Map.of());

        byte[] bytes = serde.serializer().serialize("t", Map.of("a", 1));

        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(Map.of("a", 1));
    }

    @Test
    void writesDataUnderTheSchemaThatComesWithIt() throws Exception {
        String schema = "{\"title\":\"shop.Order\",\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}}}";
        JsonSchemaSerde<Object> serde = serde(Map.of("value.subject.name.strategy", "RecordNameStrategy"));

        byte[] bytes = serde.serializer()
                .serialize("t", new JsonRecord(JSON.readTree(schema), JSON.readTree("{\"id\":\"a\"}")));

        assertThat(new String(bytes, 5, bytes.length - 5, StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"a\"}");
        assertThat(registry.latest("shop.Order").schema().text()).isEqualTo(schema);
    }

    @Test
    void refusesWhatDoesNotFitWhenToldTo() throws Exception {
        String schema = "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}},\"required\":[\"id\"]}";
        JsonSchemaSerde<Object> checking = serde(Map.of("json.fail.invalid.schema", "true"));
        JsonSchemaSerde<Object> trusting = serde(Map.of());
        JsonRecord wrong = new JsonRecord(JSON.readTree(schema), JSON.readTree("{\"id\":7}"));
        byte[] written = trusting.serializer().serialize("t", wrong);

        assertThatThrownBy(() -> checking.serializer().serialize("t", wrong))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("does not fit")
                .hasMessageContaining("id");
        assertThatThrownBy(() -> checking.deserializer().deserialize("t", written))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("does not fit");
        assertThat(trusting.deserializer().deserialize("t", written)).isEqualTo(Map.of("id", 7));
    }

    @Test
    void refusesUnknownMembersUnlessToldOtherwise() {
        byte[] written = serde(Map.of()).serializer().serialize("t", Map.of("id", "a", "other", 1));
        Map<String, String> type = Map.of("json.value.type", Order.class.getName());
        Map<String, String> lenient = new HashMap<>(type);
        lenient.put("json.fail.unknown.properties", "false");

        assertThatThrownBy(() -> serde(type).deserializer().deserialize("t", written))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("cannot be read as a " + Order.class.getName());
        assertThat(serde(lenient).deserializer().deserialize("t", written)).isInstanceOf(Order.class);
    }

    private <T> JsonSchemaSerde<T> serde(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("schema.registry.url", "mock://" + scope);
        JsonSchemaSerde<T> serde = new JsonSchemaSerde<>();
        serde.configure(settings, false);
        return serde;
    }
}
