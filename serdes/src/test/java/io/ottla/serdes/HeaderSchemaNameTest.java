package io.ottla.serdes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.ottla.serdes.avro.AvroSerde;
import io.ottla.serdes.json.JsonSchemaSerde;
import io.ottla.serdes.protobuf.ProtobufSerde;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderSchemaNameTest {
    private static final String PLACE = "value.schema.id.serializer";
    private static final String HEADER = "io.elsewhere.HeaderSchemaIdSerializer";

    private final String scope = UUID.randomUUID().toString();

    static Stream<Arguments> formats() {
        return Stream.of(
                Arguments.of(new AvroSerde<>(), "text", new byte[] {8, 't', 'e', 'x', 't'}, 17),
                Arguments.of(new JsonSchemaSerde<>(), Map.of("a", 1), "{\"a\":1}".getBytes(StandardCharsets.UTF_8), 17),
                // The way to the message goes with the schema's name.
                Arguments.of(
                        new ProtobufSerde<>(),
                        Timestamp.newBuilder().setSeconds(1).build(),
                        new byte[] {8, 1},
                        18));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void namesTheSchemaInAHeaderAndLeavesTheDataAlone(Serde<Object> serde, Object value, byte[] data, int headerBytes) {
        serde.configure(settings(HEADER), false);
        RecordHeaders headers = new RecordHeaders();

        byte[] bytes = serde.serializer().serialize("t", headers, value);

        assertThat(bytes).isEqualTo(data);
        assertThat(headers.lastHeader("__value_schema_id").value())
                .hasSize(headerBytes)
                .startsWith(1);
        assertThat(serde.deserializer().deserialize("t", headers, bytes)).hasToString(value.toString());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void readsRecordsThatNameTheirSchemaBeforeTheData(Serde<Object> serde, Object value, byte[] data, int headerBytes) {
        serde.configure(settings("PrefixSchemaIdSerializer"), false);

        byte[] bytes = serde.serializer().serialize("t", new RecordHeaders(), value);

        assertThat(bytes).startsWith(0, 0, 0, 0, 1);
        assertThat(serde.deserializer().deserialize("t", new RecordHeaders(), bytes))
                .hasToString(value.toString());
        assertThat(serde.deserializer().deserialize("t", bytes)).hasToString(value.toString());
    }

    @Test
    void aKeyHasAHeaderOfItsOwn() {
        AvroSerde<Object> serde = new AvroSerde<>();
        serde.configure(Map.of("schema.registry.url", "mock://" + scope, "key.schema.id.serializer", HEADER), true);
        RecordHeaders headers = new RecordHeaders();

        serde.serializer().serialize("t", headers, 7);

        assertThat(headers.lastHeader("__key_schema_id")).isNotNull();
        assertThat(headers.lastHeader("__value_schema_id")).isNull();
    }

    @Test
    void aHeaderMayAlsoHoldAnId() {
        AvroSerde<Object> serde = new AvroSerde<>();
        serde.configure(settings("PrefixSchemaIdSerializer"), false);
        byte[] framed = serde.serializer().serialize("t", "x");
        RecordHeaders headers = new RecordHeaders();
        headers.add(
                "__value_schema_id", ByteBuffer.allocate(5).put(framed, 0, 5).array());

        assertThat(serde.deserializer().deserialize("t", headers, new byte[] {2, 'x'}))
                .isEqualTo("x");
    }

    @Test
    void saysWhatIsWrong() {
        AvroSerde<Object> serde = new AvroSerde<>();
        assertThatThrownBy(() -> serde.configure(settings("Elsewhere"), false)).isInstanceOf(ConfigException.class);
        serde.configure(settings(HEADER), false);
        assertThatThrownBy(() -> serde.serializer().serialize("t", "x"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("without headers");
        RecordHeaders headers = new RecordHeaders();
        headers.add("__value_schema_id", new byte[] {1, 2, 3});
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", headers, new byte[] {2}))
                .isInstanceOf(SerializationException.class);
    }

    private Map<String, Object> settings(String place) {
        return Map.of("schema.registry.url", "mock://" + scope, PLACE, place);
    }
}
