package io.ottla.http.rest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.rest.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;

/** Avro's binary encoding, and its JSON encoding: members of unions are named, {@code {"string": "x"}}. */
final class AvroCodec implements DataCodec {
    private static final int LONGEST_MEMBER = 16 << 20;

    static {
        // Avro takes memory for a text or a list as long as the bytes claim it is. Its limits are properties of the
        // JVM.
        limit("org.apache.avro.limits.bytes.maxLength");
        limit("org.apache.avro.limits.string.maxLength");
        limit("org.apache.avro.limits.collectionItems.maxLength");
    }

    private final Schema schema;

    AvroCodec(String schema) {
        this.schema = new Schema.Parser().parse(schema);
    }

    private static void limit(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(LONGEST_MEMBER));
        }
    }

    @Override
    public Optional<String> recordName() {
        return schema.getType() == Schema.Type.RECORD ? Optional.of(schema.getFullName()) : Optional.empty();
    }

    @Override
    public byte[] encode(JsonNode data) {
        if (schema.getType() == Schema.Type.BYTES && data.isTextual()) {
            return data.textValue().getBytes(StandardCharsets.ISO_8859_1);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Object datum = new GenericDatumReader<>(schema)
                    .read(null, DecoderFactory.get().jsonDecoder(schema, Json.text(data)));
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<>(schema).write(datum, encoder);
            encoder.flush();
        } catch (IOException | AvroRuntimeException | ClassCastException | NullPointerException e) {
            throw new UnfitData("The data does not fit the Avro schema: " + e.getMessage());
        }
        return out.toByteArray();
    }

    @Override
    public JsonNode decode(ByteBuffer bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Object datum = schema.getType() == Schema.Type.BYTES ? bytes : read(bytes);
            JsonEncoder encoder = EncoderFactory.get().jsonEncoder(schema, out);
            new GenericDatumWriter<>(schema).write(datum, encoder);
            encoder.flush();
        } catch (IOException | AvroRuntimeException | UnsupportedOperationException | IndexOutOfBoundsException e) {
            throw new UnfitData("The bytes are not of the Avro schema: " + e.getMessage());
        }
        return Json.parse(out.toByteArray()).orElseThrow(() -> new UnfitData("The data cannot be told in JSON"));
    }

    private Object read(ByteBuffer bytes) throws IOException {
        return new GenericDatumReader<>(schema)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        bytes.array(),
                                        bytes.arrayOffset() + bytes.position(),
                                        bytes.remaining(),
                                        null));
    }
}
