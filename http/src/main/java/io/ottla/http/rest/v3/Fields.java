package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.endpoint.Refusal;
import java.util.Optional;

/** Reads fields of a request's body; what has the wrong type is refused with 400. */
final class Fields {
    private Fields() {}

    static Optional<String> text(JsonNode object, String name) {
        JsonNode field = object.path(name);
        if (field.isMissingNode() || field.isNull()) {
            return Optional.empty();
        }
        if (!field.isTextual()) {
            throw Refusal.of(400, "The field " + name + " must be a string");
        }
        return Optional.of(field.textValue());
    }

    static String requiredText(JsonNode object, String name) {
        return text(object, name).orElseThrow(() -> missing(name));
    }

    static Optional<Integer> number(JsonNode object, String name) {
        JsonNode field = object.path(name);
        if (field.isMissingNode() || field.isNull()) {
            return Optional.empty();
        }
        if (!field.isIntegralNumber() || !field.canConvertToInt()) {
            throw Refusal.of(400, "The field " + name + " must be a whole number");
        }
        return Optional.of(field.intValue());
    }

    static boolean flag(JsonNode object, String name) {
        return object.path(name).asBoolean(false);
    }

    /** A list, which may be empty or absent. */
    static Iterable<JsonNode> list(JsonNode object, String name) {
        JsonNode field = object.path(name);
        if (!field.isMissingNode() && !field.isNull() && !field.isArray()) {
            throw Refusal.of(400, "The field " + name + " must be a list");
        }
        return field;
    }

    static Iterable<JsonNode> requiredList(JsonNode object, String name) {
        if (!object.path(name).isArray()) {
            throw missing(name);
        }
        return object.path(name);
    }

    static Refusal missing(String name) {
        return Refusal.of(400, "The field " + name + " is missing");
    }
}
