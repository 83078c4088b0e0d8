package io.ottla.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Tags as Avro and JSON Schema write them: a member {@code confluent:tags} of the object that describes the place. */
public final class JsonTags {
    private static final String MEMBER = "confluent:tags";

    private JsonTags() {}

    /** The place that an object of a schema's text describes. */
    public static Place place(String path, Place.Kind kind, ObjectNode described) {
        return new Place("", path, kind, () -> read(described), tags -> write(described, tags));
    }

    private static List<String> read(ObjectNode described) {
        List<String> tags = new ArrayList<>();
        for (JsonNode tag : described.path(MEMBER)) {
            if (tag.isTextual()) {
                tags.add(tag.textValue());
            }
        }
        return tags;
    }

    private static void write(ObjectNode described, List<String> tags) {
        if (tags.isEmpty()) {
            described.remove(MEMBER);
        } else {
            ArrayNode list = described.putArray(MEMBER);
            tags.forEach(list::add);
        }
    }
}
