package io.ottla.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.registry.schema.JsonTags;
import io.ottla.registry.schema.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The objects of a JSON schema and their properties. A path tells the way from the root, step by step: {@code object} for each
 * object, {@code array} for each array, the names of properties, and of combinations with their number:
 * {@code object.lines.array.object.price}, {@code object.payment.oneof.1.object.card}.
 */
final class JsonPlaces {
    private static final List<String> COMBINATIONS = List.of("allOf", "anyOf", "oneOf");

    private final List<Place> places = new ArrayList<>();

    private JsonPlaces() {}

    /** Those in a document, which may be changed through them. */
    static List<Place> of(JsonNode schema) {
        JsonPlaces found = new JsonPlaces();
        found.visit(schema, "", false);
        return found.places;
    }

    /** What an object that is a property carries are the property's tags. */
    private void visit(JsonNode schema, String way, boolean isProperty) {
        if (!(schema instanceof ObjectNode described)) {
            return;
        }
        if (described.path("properties").isObject()) {
            object(described, way + "object", isProperty);
        }
        visit(described.path("items"), way + "array.", false);
        visit(described.path("not"), way + "not.", false);
        for (String combination : COMBINATIONS) {
            JsonNode branches = described.path(combination);
            for (int index = 0; index < branches.size(); index++) {
                visit(branches.path(index), way + combination.toLowerCase(Locale.ROOT) + "." + index + ".", false);
            }
        }
    }

    private void object(ObjectNode described, String path, boolean isProperty) {
        Place object = JsonTags.place(path, Place.Kind.RECORD, described);
        places.add(isProperty ? new Place("", path, Place.Kind.RECORD, List::of, object.retag()) : object);
        described.path("properties").properties().forEach(property -> {
            String field = path + "." + property.getKey();
            if (property.getValue() instanceof ObjectNode schema) {
                places.add(JsonTags.place(field, Place.Kind.FIELD, schema));
            }
            visit(property.getValue(), field + ".", true);
        });
    }
}
