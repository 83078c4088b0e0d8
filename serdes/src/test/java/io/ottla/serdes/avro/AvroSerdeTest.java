package io.ottla.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.serdes.registry.InMemoryRegistry;
import io.ottla.serdes.registry.SchemaKind;
import io.ottla.serdes.registry.SchemaReference;
import io.ottla.serdes.registry.SchemaText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
    private static final Schema ORDER = SchemaBuilder.record("Order")
            .namespace("shop")
            .fields()
            .requiredString("id")
            .requiredInt("amount")
            .endRecord();

    private final String scope = UUID.randomUUID().toString();
    private final InMemoryRegistry registry = InMemoryRegistry.ofScope(scope);

    @Test
    void framesAStringAsEveryLanguageExpects() {
        byte[] bytes = serde(Map.of()).serializer().serialize("t", "a");

        assertThat(bytes).containsExactly(0, 0, 0, 0, 1, 2, 'a');
        assertThat(registry.byId("t-value", 1).text()).isEqualTo("\"string\"");
    }

    @Test
    void writesBytesWithoutALength() {
        AvroSerde<Object> serde = serde(Map.of());
        byte[] data = "raw".getBytes(StandardCharsets.UTF_8);

        byte[] bytes = serde.serializer().serialize("t", ByteBuffer.wrap(data));

        assertThat(bytes).hasSize(5 + 3).endsWith(data);
        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(data);
    }

    @Test
    void bringsBackWhatItWrote() {
        AvroSerde<Object> serde = serde(Map.of());

        for (Object value : List.of(true, 7, 7L, 1.5f, 2.5d, "text", order("a", 3))) {
            byte[] bytes =
                    serde.serializer().serialize("topic-of-" + value.getClass().getSimpleName(), value);
            assertThat(serde.deserializer()
                            .deserialize("topic-of-" + value.getClass().getSimpleName(), bytes))
                    .hasToString(value.toString());
        }
        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", null)).isNull();
    }

    @Test
    void namesSubjectsByTheStrategy() {
        serde(Map.of()).serializer().serialize("t", order("a", 1));
        serde(Map.of("value.subject.name.strategy", "any.package.RecordNameStrategy"))
                .serializer()
                .serialize("t", order("a", 1));
        serde(Map.of("value.subject.name.strategy", "TopicRecordNameStrategy"))
                .serializer()
                .serialize("t", order("a", 1));

        assertThat(registry.latest("t-value").id()).isEqualTo(1);
        assertThat(registry.latest("shop.Order").id()).isEqualTo(1);
        assertThat(registry.latest("t-shop.Order").id()).isEqualTo(1);
        assertThatThrownBy(() -> serde(Map.of("value.subject.name.strategy", "RecordNameStrategy"))
                        .serializer()
                        .serialize("t", "no record"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("has no name");
    }

    @Test
    void registersNothingWhenToldNotTo() {
        AvroSerde<Object> serde = serde(Map.of("auto.register.schemas", "false"));

        assertThatThrownBy(() -> serde.serializer().serialize("t", order("a", 1)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("40401");

        registry.register("t-value", SchemaText.of(SchemaKind.AVRO, ORDER.toString()), false);
        assertThat(serde.serializer().serialize("t", order("a", 1))).startsWith(0, 0, 0, 0, 1);
    }

    @Test
    void writesWithTheNewestVersionWhenToldTo() {
        Schema wider = SchemaBuilder.record("Order")
                .namespace("shop")
                .fields()
                .requiredString("id")
                .requiredInt("amount")
                .optionalString("note")
                .endRecord();
        registry.register("t-value", SchemaText.of(SchemaKind.AVRO, ORDER.toString()), false);
        registry.register("t-value", SchemaText.of(SchemaKind.AVRO, wider.toString()), false);
        GenericRecord record =
                new GenericRecordBuilder(wider).set("id", "a").set("amount", 1).build();

        byte[] bytes = serde(Map.of("auto.register.schemas", "false", "use.latest.version", "true"))
                .serializer()
                .serialize("t", record);

        assertThat(bytes).startsWith(0, 0, 0, 0, 2);
    }

    @Test
    void readsSchemasThatReferToOthers() {
        registry.register("customer", SchemaText.of(SchemaKind.AVRO, """
                {"type":"record","name":"Customer","namespace":"shop","fields":[{"name":"name","type":"string"}]}
                """), false);
        String order = """
                {"type":"record","name":"Sale","namespace":"shop","fields":[{"name":"who","type":"shop.Customer"}]}
                """;
        SchemaText text =
                new SchemaText(SchemaKind.AVRO, order, List.of(new SchemaReference("shop.Customer", "customer", 1)));
        int id = registry.register("t-value", text, false).id();
        byte[] bytes = {0, 0, 0, 0, (byte) id, 6, 'A', 'd', 'a'};

        Object sale = serde(Map.of()).deserializer().deserialize("t", bytes);

        assertThat(sale).hasToString("{\"who\": {\"name\": \"Ada\"}}");
    }

    @Test
    void convertsLogicalTypesWhenToldTo() {
        Schema day = org.apache.avro.LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
        Schema schema = SchemaBuilder.record("Event")
                .fields()
                .name("day")
                .type(day)
                .noDefault()
                .endRecord();
        GenericData.Record event = new GenericData.Record(schema);
        event.put("day", LocalDate.of(2026, 11, 22));
        AvroSerde<GenericRecord> serde = serde(Map.of("avro.use.logical.type.converters", "true"));

        GenericRecord read =
                serde.deserializer().deserialize("t", serde.serializer().serialize("t", event));

        assertThat(read.get("day")).isEqualTo(LocalDate.of(2026, 11, 22));
    }

    /** A class that nobody generated. */
    public static final class Point {
        int x;
        int y;
    }

    @Test
    void writesAndReadsPlainObjectsByReflection() {
        // Avro reads into classes only that the application trusts.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT,
                ClassSecurityValidator.builder().add(Point.class).build()));
        AvroSerde<Point> serde = serde(Map.of("schema.reflection", "true"));
        Point point = new Point();
        point.x = 3;
        point.y = 4;

        Point read = serde.deserializer().deserialize("t", serde.serializer().serialize("t", point));

        assertThat(read).usingRecursiveComparison().isEqualTo(point);
    }

    @Test
    void leavesOutWhatOnlyJavaWants() {
        Schema schema = new Schema.Parser().parse("""
                {"type":"record","name":"R","fields":[{"name":"s","type":{"type":"string","avro.java.string":"String"}}]}
                """);
        GenericData.Record record = new GenericData.Record(schema);
        record.put("s", "x");

        serde(Map.of("avro.remove.java.properties", "true")).serializer().serialize("t", record);

        assertThat(registry.latest("t-value").schema().text())
                .isEqualTo("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"s\",\"type\":\"string\"}]}");
    }

    @Test
    void saysWhatIsWrongWithBytesThatAreNotFramed() {
        AvroSerde<Object> serde = serde(Map.of());

        assertThatThrownBy(() -> serde.deserializer().deserialize("t", new byte[] {1, 2, 3}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("has 3 bytes and no schema id");
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", "plain text".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("begins with byte 112 instead of 0");
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", new byte[] {0, 0, 0, 0, 99, 1}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("40403");
    }

    @Test
    void saysWhenTheDataIsCut() {
        AvroSerde<Object> serde = serde(Map.of());
        byte[] whole = serde.serializer().serialize("t", order("a long enough id", 1));

        for (int length = 5; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> serde.deserializer().deserialize("t", cut))
                    .isInstanceOf(SerializationException.class);
        }
    }

    private static GenericRecord order(String id, int amount) {
        return new GenericRecordBuilder(ORDER)
                .set("id", id)
                .set("amount", amount)
                .build();
    }

    private <T> AvroSerde<T> serde(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("schema.registry.url", "mock://" + scope);
        AvroSerde<T> serde = new AvroSerde<>();
        serde.configure(settings, false);
        return serde;
    }
}
