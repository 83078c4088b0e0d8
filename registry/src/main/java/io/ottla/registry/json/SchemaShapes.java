package io.ottla.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.registry.schema.InvalidSchema;
import io.ottla.registry.schema.SchemaLanguage;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether a document is a schema: every keyword has a value of the form that the drafts 4 to 2020-12 prescribe. Unknown keywords
 * are allowed, as they are there.
 */
final class SchemaShapes {
    private static final Set<String> TYPES =
            Set.of("array", "boolean", "integer", "null", "number", "object", "string");

    private static final Shape SCHEMA =
            new Shape("a schema (an object or a boolean)", node -> node.isObject() || node.isBoolean());
    private static final Shape COUNT = new Shape(
            "a whole number, 0 or above",
            node -> isWhole(node) && node.decimalValue().signum() >= 0);
    private static final Shape NUMBER = new Shape("a number", JsonNode::isNumber);
    private static final Shape BOUND =
            new Shape("a number, or a boolean as in draft 4", node -> node.isNumber() || node.isBoolean());
    private static final Shape TEXT = new Shape("a string", JsonNode::isTextual);
    private static final Shape FLAG = new Shape("a boolean", JsonNode::isBoolean);
    private static final Shape NAMES = new Shape("a list of strings", SchemaShapes::isListOfStrings);
    private static final Shape SCHEMAS =
            new Shape("a list of schemas that is not empty", SchemaShapes::isListOfSchemas);
    private static final Shape MAP = new Shape("an object of schemas", SchemaShapes::isMapOfSchemas);

    private static final Map<String, Shape> BY_KEYWORD = Map.ofEntries(
            Map.entry(
                    "type",
                    new Shape(
                            "one of " + TYPES.stream().sorted().toList() + ", or a list of them",
                            SchemaShapes::isType)),
            Map.entry("enum", new Shape("a list", JsonNode::isArray)),
            Map.entry("required", NAMES),
            Map.entry("properties", MAP),
            Map.entry("patternProperties", MAP),
            Map.entry("$defs", MAP),
            Map.entry("definitions", MAP),
            Map.entry("dependentSchemas", MAP),
            Map.entry("dependentRequired", new Shape("an object of lists of strings", SchemaShapes::isMapOfNames)),
            Map.entry(
                    "dependencies",
                    new Shape("an object of schemas or lists of strings", SchemaShapes::isDependencies)),
            Map.entry(
                    "items",
                    new Shape(
                            "a schema or a list of schemas",
                            node -> SCHEMA.fits(node) || isListOf(node, SCHEMA::fits))),
            Map.entry("allOf", SCHEMAS),
            Map.entry("anyOf", SCHEMAS),
            Map.entry("oneOf", SCHEMAS),
            Map.entry("prefixItems", SCHEMAS),
            Map.entry("additionalItems", SCHEMA),
            Map.entry("additionalProperties", SCHEMA),
            Map.entry("unevaluatedItems", SCHEMA),
            Map.entry("unevaluatedProperties", SCHEMA),
            Map.entry("contains", SCHEMA),
            Map.entry("propertyNames", SCHEMA),
            Map.entry("not", SCHEMA),
            Map.entry("if", SCHEMA),
            Map.entry("then", SCHEMA),
            Map.entry("else", SCHEMA),
            Map.entry("minimum", NUMBER),
            Map.entry("maximum", NUMBER),
            Map.entry("exclusiveMinimum", BOUND),
            Map.entry("exclusiveMaximum", BOUND),
            Map.entry(
                    "multipleOf",
                    new Shape(
                            "a number above 0",
                            node -> node.isNumber() && node.decimalValue().signum() > 0)),
            Map.entry("minLength", COUNT),
            Map.entry("maxLength", COUNT),
            Map.entry("minItems", COUNT),
            Map.entry("maxItems", COUNT),
            Map.entry("minProperties", COUNT),
            Map.entry("maxProperties", COUNT),
            Map.entry("minContains", COUNT),
            Map.entry("maxContains", COUNT),
            Map.entry("uniqueItems", FLAG),
            Map.entry("pattern", TEXT),
            Map.entry("format", TEXT),
            Map.entry("title", TEXT),
            Map.entry("description", TEXT),
            Map.entry("$comment", TEXT),
            Map.entry("$schema", TEXT),
            Map.entry("$id", TEXT),
            Map.entry("$anchor", TEXT),
            Map.entry("$ref", TEXT));

    private SchemaShapes() {}

    private record Shape(String name, Predicate<JsonNode> test) {
        boolean fits(JsonNode node) {
            return test.test(node);
        }
    }

    /**
     * Looks at a schema and all within it.
     *
     * @throws InvalidSchema with the place of the first keyword that has another form
     */
    static void check(JsonNode schema, String path) {
        check(schema, path, 0);
    }

    private static void check(JsonNode schema, String path, int depth) {
        if (!SCHEMA.fits(schema)) {
            throw new InvalidSchema(path + " must be " + SCHEMA.name());
        }
        if (depth > SchemaLanguage.DEPTH_LIMIT) {
            throw new InvalidSchema(path + " is nested deeper than " + SchemaLanguage.DEPTH_LIMIT + " levels");
        }
        schema.properties().forEach(member -> {
            Shape shape = BY_KEYWORD.get(member.getKey());
            if (shape != null && !shape.fits(member.getValue())) {
                throw new InvalidSchema(path + "/" + member.getKey() + " must be " + shape.name());
            }
        });
        Keywords.eachSubschema(schema, path, (inner, place) -> check(inner, place, depth + 1));
    }

    private static boolean isWhole(JsonNode node) {
        return node.isNumber() && node.decimalValue().stripTrailingZeros().scale() <= 0;
    }

    private static boolean isType(JsonNode node) {
        return node.isArray() ? !node.isEmpty() && isListOf(node, SchemaShapes::isTypeName) : isTypeName(node);
    }

    private static boolean isTypeName(JsonNode node) {
        return node.isTextual() && TYPES.contains(node.textValue());
    }

    private static boolean isListOfStrings(JsonNode node) {
        return isListOf(node, JsonNode::isTextual);
    }

    private static boolean isListOfSchemas(JsonNode node) {
        return !node.isEmpty() && isListOf(node, SCHEMA::fits);
    }

    private static boolean isMapOfSchemas(JsonNode node) {
        return isMapOf(node, SCHEMA::fits);
    }

    private static boolean isMapOfNames(JsonNode node) {
        return isMapOf(node, SchemaShapes::isListOfStrings);
    }

    private static boolean isDependencies(JsonNode node) {
        return isMapOf(node, value -> SCHEMA.fits(value) || isListOfStrings(value));
    }

    private static boolean isListOf(JsonNode node, Predicate<JsonNode> test) {
        return node.isArray() && node.valueStream().allMatch(test);
    }

    private static boolean isMapOf(JsonNode node, Predicate<JsonNode> test) {
        return node.isObject() && node.valueStream().allMatch(test);
    }
}
