package io.ottla.http.rest.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.format.SchemaFormats.Written;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON objects, in the form in which they are produced: what was read can be sent back. Where the client does not
 * choose a format, each key and value is told as what it looks like: JSON, else text, else base64.
 *
 * @param key the format of keys, if the client chose one
 * @param value the format of values, likewise
 */
public record RecordJson(Optional<Chosen> key, Optional<Chosen> value) {
    private static final ObjectMapper TREES = new ObjectMapper();
    private static final JsonFactory FACTORY = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    private static final int UNDECODABLE = 40801;
    private static final Set<String> SCHEMA_FORMATS = Set.of("AVRO", "JSONSCHEMA", "PROTOBUF");

    /**
     * A format that the client chose.
     *
     * @param name what it is called
     * @param waits whether reading may wait for the schema registry
     * @param reader the data in a key or value; empty if it is not of the format
     */
    public record Chosen(String name, boolean waits, Function<Written, Optional<JsonNode>> reader) {}

    /**
     * As the query of a call asks for by {@code key_format} and {@code value_format}.
     *
     * @param schemas the formats that need a schema, if a registry is at hand
     */
    public static RecordJson of(Call call, Optional<SchemaFormats> schemas) {
        return new RecordJson(format(call, "key_format", schemas), format(call, "value_format", schemas));
    }

    /** Whether writing may wait for the schema registry. */
    public boolean waits() {
        return key.filter(Chosen::waits).isPresent()
                || value.filter(Chosen::waits).isPresent();
    }

    private static Optional<Chosen> format(Call call, String parameter, Optional<SchemaFormats> schemas) {
        return call.query(parameter)
                .map(name -> name.toUpperCase(Locale.ROOT))
                .filter(name -> !name.equals("AUTO"))
                .map(name -> DataFormat.named(name)
                        .map(format -> new Chosen(name, false, written -> format.read(written.bytes())))
                        .or(() -> schemas.filter(known -> SCHEMA_FORMATS.contains(name))
                                .map(known -> new Chosen(name, true, written -> decoded(known, name, written))))
                        .orElseThrow(() -> Refusal.of(
                                400,
                                "The query parameter " + parameter
                                        + " must be AUTO, BINARY, JSON, STRING, AVRO, JSONSCHEMA or PROTOBUF")));
    }

    private static Optional<JsonNode> decoded(SchemaFormats schemas, String type, Written written) {
        try {
            return Optional.of(schemas.decode(type, written));
        } catch (Refusal refused) {
            if (refused.isFailure()) {
                throw refused;
            }
            return Optional.empty();
        }
    }

    /**
     * Writes one record, without a line break.
     *
     * @throws Refusal if the schema registry does not answer
     */
    public void write(ByteArrayOutputStream out, ConsumerRecord<byte[], byte[]> record) {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("topic_name", record.topic());
            json.writeNumberField("partition_id", record.partition());
            json.writeNumberField("offset", record.offset());
            json.writeStringField(
                    "timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
            writeHeaders(json, record);
            writeData(json, "key", key, record.key(), Written::key, record);
            writeData(json, "value", value, record.value(), Written::value, record);
            // Only share groups count how often they have given out a record.
            if (record.deliveryCount().isPresent()) {
                json.writeNumberField("delivery_count", record.deliveryCount().get());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a record could not be written to memory", e);
        }
    }

    private static void writeHeaders(JsonGenerator json, ConsumerRecord<byte[], byte[]> record) throws IOException {
        json.writeArrayFieldStart("headers");
        for (Header header : record.headers()) {
            json.writeStartObject();
            json.writeStringField("name", header.key());
            if (header.value() == null) {
                json.writeNullField("value");
            } else {
                json.writeBinaryField("value", header.value());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeData(
            JsonGenerator json,
            String field,
            Optional<Chosen> chosen,
            byte @Nullable [] bytes,
            Function<ConsumerRecord<byte[], byte[]>, Written> part,
            ConsumerRecord<byte[], byte[]> record)
            throws IOException {
        if (bytes == null) {
            json.writeNullField(field);
            return;
        }
        json.writeObjectFieldStart(field);
        Told told = chosen.map(format -> new Told(format.name(), format.reader().apply(part.apply(record))))
                .orElseGet(() -> looksLike(bytes));
        if (told.data().isPresent()) {
            json.writeStringField("type", told.format());
            json.writeFieldName("data");
            TREES.writeTree(json, told.data().get());
        } else {
            json.writeNumberField("error_code", UNDECODABLE);
            json.writeStringField("message", "The data is not of the format " + told.format());
        }
        json.writeEndObject();
    }

    /** Data in a format; none if it is not of that format. */
    private record Told(String format, Optional<JsonNode> data) {}

    /** A number or a word alone is text, though JSON it would be too: most of what looks so was never meant as JSON. */
    private static Told looksLike(byte[] bytes) {
        Optional<JsonNode> json = startsLikeJson(bytes) ? DataFormat.JSON.read(bytes) : Optional.empty();
        if (json.isPresent()) {
            return new Told(DataFormat.JSON.name(), json);
        }
        Optional<JsonNode> text = DataFormat.STRING.read(bytes);
        return text.isPresent()
                ? new Told(DataFormat.STRING.name(), text)
                : new Told(DataFormat.BINARY.name(), DataFormat.BINARY.read(bytes));
    }

    private static boolean startsLikeJson(byte[] bytes) {
        if (bytes.length == 0) {
            return false;
        }
        byte first = bytes[0];
        return first == '{' || first == '[' || first == '"';
    }
}
