package io.ottla.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Which keywords hold schemas, and how. */
final class Keywords {
    /** Keywords whose value is a schema; {@code items} may be a list too. */
    static final Set<String> SCHEMA = Set.of(
            "additionalItems",
            "additionalProperties",
            "contains",
            "contentSchema",
            "else",
            "if",
            "items",
            "not",
            "propertyNames",
            "then",
            "unevaluatedItems",
            "unevaluatedProperties");

    /** Keywords whose value is a list of schemas. */
    static final Set<String> SCHEMA_LIST = Set.of("allOf", "anyOf", "oneOf", "prefixItems");

    /** Keywords whose value is an object of schemas; in {@code dependencies} a list of names may stand for one. */
    static final Set<String> SCHEMA_MAP =
            Set.of("$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties");

    private Keywords() {}

    /** Called with each schema directly inside another one. */
    interface Visitor {
        void visit(JsonNode schema, String path);
    }

    static void eachSubschema(JsonNode schema, String path, Visitor visitor) {
        schema.properties().forEach(member -> {
            String keyword = member.getKey();
            JsonNode value = member.getValue();
            String place = path + "/" + keyword;
            if (value.isArray() && (SCHEMA_LIST.contains(keyword) || keyword.equals("items"))) {
                for (int index = 0; index < value.size(); index++) {
                    visitor.visit(value.get(index), place + "/" + index);
                }
            } else if (SCHEMA.contains(keyword)) {
                visitor.visit(value, place);
            } else if (SCHEMA_MAP.contains(keyword) && value.isObject()) {
                value.properties().stream()
                        .filter(entry -> !entry.getValue().isArray())
                        .forEach(entry -> visitor.visit(entry.getValue(), place + "/" + escaped(entry.getKey())));
            }
        });
    }

    /** A name as part of a JSON pointer. */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
