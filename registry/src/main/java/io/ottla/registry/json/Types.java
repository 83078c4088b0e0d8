package io.ottla.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.Set;
import java.util.TreeSet;

/**
 * The types of JSON that a schema lets through.
 *
 * @param names of JSON Schema; {@code integer} is there whenever {@code number} is
 */
record Types(Set<String> names) {
    private static final Set<String> ALL = Set.of("array", "boolean", "integer", "null", "number", "object", "string");

    static Types of(SchemaView schema) {
        JsonNode type = schema.get("type");
        Set<String> names = new TreeSet<>();
        if (type.isTextual()) {
            names.add(type.textValue());
        } else if (type.isArray()) {
            type.forEach(name -> names.add(name.textValue()));
        } else if (schema.has("const")) {
            names.add(nameOf(schema.get("const")));
        } else if (schema.has("enum")) {
            schema.get("enum").forEach(value -> names.add(nameOf(value)));
        } else {
            names.addAll(ALL);
        }
        if (names.contains("number")) {
            names.add("integer");
        }
        return new Types(names);
    }

    boolean includes(Types others) {
        return names.containsAll(others.names);
    }

    boolean include(String name) {
        return names.contains(name);
    }

    boolean includeNumbers() {
        return names.contains("number") || names.contains("integer");
    }

    private static String nameOf(JsonNode value) {
        JsonNodeType type = value.getNodeType();
        return switch (type) {
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            case NUMBER -> value.decimalValue().stripTrailingZeros().scale() <= 0 ? "integer" : "number";
            case OBJECT -> "object";
            case STRING -> "string";
            case BINARY, MISSING, POJO -> throw new IllegalStateException("not a value of JSON: " + type);
        };
    }

    @Override
    public String toString() {
        return names.equals(ALL) ? "everything" : String.join(", ", names);
    }
}
