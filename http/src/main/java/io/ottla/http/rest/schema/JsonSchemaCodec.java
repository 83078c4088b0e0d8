package io.ottla.http.rest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ottla.http.rest.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** JSON in UTF-8, checked by its schema when it is written. */
final class JsonSchemaCodec implements DataCodec {
    private static final int TOLD_ERRORS = 10;

    private final Schema schema;
    private final Optional<String> title;

    /**
     * A codec.
     *
     * @param references the texts of what the schema refers to, by the names it calls them; nothing else is looked for
     */
    JsonSchemaCodec(String text, Map<String, String> references) {
        this.schema = SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_7, builder -> builder.schemas(references))
                .getSchema(text);
        this.title = Json.parse(text.getBytes(StandardCharsets.UTF_8))
                .map(node -> node.path("title").textValue());
    }

    @Override
    public Optional<String> recordName() {
        return title;
    }

    @Override
    public byte[] encode(JsonNode data) {
        List<Error> errors;
        try {
            errors = schema.validate(data);
        } catch (RuntimeException e) {
            throw new UnfitData("The data cannot be checked by its JSON schema: " + e.getMessage());
        }
        if (!errors.isEmpty()) {
            throw new UnfitData("The data does not fit the JSON schema: "
                    + errors.stream().limit(TOLD_ERRORS).map(Error::toString).collect(Collectors.joining("; ")));
        }
        return Json.bytes(data);
    }

    @Override
    public JsonNode decode(ByteBuffer bytes) {
        byte[] text = new byte[bytes.remaining()];
        bytes.get(text);
        return Json.parse(text).orElseThrow(() -> new UnfitData("The bytes are not JSON"));
    }
}
