package io.ottla.registry.avro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.registry.schema.JsonTags;
import io.ottla.registry.schema.Place;
import java.util.ArrayList;
import java.util.List;

/** The records of an Avro schema by their full names, and their fields by that name, a dot and their own. */
final class AvroPlaces {
    private final List<Place> places = new ArrayList<>();

    private AvroPlaces() {}

    /** Those in the text's own document, which may be changed through them. */
    static List<Place> of(JsonNode schema) {
        AvroPlaces found = new AvroPlaces();
        found.visit(schema, "");
        return found.places;
    }

    private void visit(JsonNode schema, String namespace) {
        if (schema.isArray()) {
            schema.forEach(branch -> visit(branch, namespace));
        }
        if (!(schema instanceof ObjectNode described)) {
            return;
        }
        String type = described.path("type").asText("");
        if (type.equals("record") || type.equals("error")) {
            record(described, namespace);
        } else {
            visit(described.path("type"), namespace);
            visit(described.path("items"), namespace);
            visit(described.path("values"), namespace);
        }
    }

    private void record(ObjectNode described, String outer) {
        String name = described.path("name").asText("");
        int dot = name.lastIndexOf('.');
        String namespace =
                dot >= 0 ? name.substring(0, dot) : described.path("namespace").asText(outer);
        String fullName = dot >= 0 || namespace.isEmpty() ? name : namespace + "." + name;
        places.add(JsonTags.place(fullName, Place.Kind.RECORD, described));
        for (JsonNode field : described.path("fields")) {
            if (field instanceof ObjectNode object) {
                places.add(JsonTags.place(fullName + "." + field.path("name").asText(), Place.Kind.FIELD, object));
                visit(field.path("type"), namespace);
            }
        }
    }
}
