package io.ottla.http.rest.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
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
public record RecordJson(Optional<DataFormat> key, Optional<DataFormat> value) {
    private static final ObjectMapper TREES = new ObjectMapper();
    private static final JsonFactory FACTORY = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    private static final int UNDECODABLE = 40801;

    /** As the query of a call asks for by {@code key_format} and {@code value_format}. */
    public static RecordJson of(Call call) {
        return new RecordJson(format(call, "key_format"), format(call, "value_format"));
    }

    private static Optional<DataFormat> format(Call call, String parameter) {
        return call.query(parameter)
                .filter(name -> !name.equalsIgnoreCase("AUTO"))
                .map(name -> DataFormat.named(name)
                        .orElseThrow(() -> Refusal.of(
                                400, "The query parameter " + parameter + " must be AUTO, BINARY, JSON or STRING")));
    }

    /** Writes one record, without a line break. */
    public void write(ByteArrayOutputStream out, ConsumerRecord<byte[], byte[]> record) {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("topic_name", record.topic());
            json.writeNumberField("partition_id", record.partition());
            json.writeNumberField("offset", record.offset());
            json.writeStringField(
                    "timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
            writeHeaders(json, record);
            writeData(json, "key", key, record.key());
            writeData(json, "value", value, record.value());
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
            JsonGenerator json, String field, Optional<DataFormat> chosen, byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            json.writeNullField(field);
            return;
        }
        json.writeObjectFieldStart(field);
        Told told = chosen.map(format -> new Told(format, format.read(bytes))).orElseGet(() -> looksLike(bytes));
        if (told.data().isPresent()) {
            json.writeStringField("type", told.format().name());
            json.writeFieldName("data");
            TREES.writeTree(json, told.data().get());
        } else {
            json.writeNumberField("error_code", UNDECODABLE);
            json.writeStringField(
                    "message", "The data is not of the format " + told.format().name());
        }
        json.writeEndObject();
    }

    /** Data in a format; none if it is not of that format. */
    private record Told(DataFormat format, Optional<JsonNode> data) {}

    /** A number or a word alone is text, though JSON it would be too: most of what looks so was never meant as JSON. */
    private static Told looksLike(byte[] bytes) {
        Optional<JsonNode> json = startsLikeJson(bytes) ? DataFormat.JSON.read(bytes) : Optional.empty();
        if (json.isPresent()) {
            return new Told(DataFormat.JSON, json);
        }
        Optional<JsonNode> text = DataFormat.STRING.read(bytes);
        return text.isPresent()
                ? new Told(DataFormat.STRING, text)
                : new Told(DataFormat.BINARY, DataFormat.BINARY.read(bytes));
    }

    private static boolean startsLikeJson(byte[] bytes) {
        if (bytes.length == 0) {
            return false;
        }
        byte first = bytes[0];
        return first == '{' || first == '[' || first == '"';
    }
}
