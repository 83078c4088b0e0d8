package io.ottla.registry.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;

/** JSON as the registry reads and writes it: strict, bounded in depth, numbers as they were written. */
public final class JsonText {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(2 * SchemaLanguage.DEPTH_LIMIT)
                            .maxStringLength(16 << 20)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonText() {}

    /**
     * The document in the text.
     *
     * @throws InvalidSchema if it is not one JSON document; the message tells line and column
     */
    public static JsonNode parse(String text) {
        try {
            JsonNode document = MAPPER.readTree(text);
            if (document == null || document.isMissingNode()) {
                throw new InvalidSchema("the text is empty");
            }
            return document;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new InvalidSchema("not JSON" + place + ": " + e.getOriginalMessage());
        }
    }

    /** The document on one line, its members in their order. */
    public static String compact(JsonNode document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON document cannot be written", e);
        }
    }

    /** A new, empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A new, empty array. */
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** The same document with the members of every object in the order of their names. */
    public static JsonNode sorted(JsonNode document) {
        if (document.isObject()) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            document.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
            ObjectNode result = object();
            members.forEach(result::set);
            return result;
        }
        if (document.isArray()) {
            ArrayNode result = array();
            document.forEach(element -> result.add(sorted(element)));
            return result;
        }
        return document;
    }
}
