package io.ottla.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** What is demanded of objects: their properties, and what else may be in them. */
final class ObjectRules {
    private ObjectRules() {}

    static void compare(Comparison comparison, SchemaView reader, SchemaView writer, String path) {
        compareRequired(comparison, reader, writer, path);
        compareProperties(comparison, reader, writer, path);
        compareOthers(comparison, reader, writer, path);
        compareDependencies(comparison, reader, writer, path);
        Limits.compareLeast(comparison, reader, writer, "minProperties", path);
        Limits.compareMost(comparison, reader, writer, "maxProperties", path);
        Unevaluated.compare(comparison, reader, writer, "unevaluatedProperties", path);
        if (reader.has("propertyNames")) {
            comparison.compare(reader.child("propertyNames"), writer.child("propertyNames"), path + "/propertyNames");
        }
    }

    /** A property with a default may become required: readers put the default in. */
    private static void compareRequired(Comparison comparison, SchemaView reader, SchemaView writer, String path) {
        Set<String> written = names(writer.get("required"));
        for (String name : names(reader.get("required"))) {
            boolean hasDefault = reader.get("properties").path(name).has("default");
            if (!written.contains(name) && !hasDefault) {
                comparison.report(
                        "REQUIRED_ATTRIBUTE_ADDED",
                        path + "/required",
                        "demands '" + name + "', which the writing schema did not");
            }
        }
    }

    private static void compareProperties(Comparison comparison, SchemaView reader, SchemaView writer, String path) {
        Set<String> all = new HashSet<>();
        reader.get("properties").fieldNames().forEachRemaining(all::add);
        writer.get("properties").fieldNames().forEachRemaining(all::add);
        all.stream().sorted().forEach(name -> {
            String place = path + "/properties/" + Keywords.escaped(name);
            SchemaView read = Properties.of(reader, name);
            SchemaView written = Properties.of(writer, name);
            boolean added = !writer.get("properties").has(name);
            boolean removed = !reader.get("properties").has(name);
            if (added && !written.acceptsNothing() && !comparison.accepts(read, written)) {
                comparison.report(
                        "PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL",
                        place,
                        "is new, but the writing schema let anything else through under this name");
            } else if (removed && read.acceptsNothing() && !written.acceptsNothing()) {
                comparison.report(
                        "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL",
                        place,
                        "is gone, and the reading schema allows no others");
            } else {
                comparison.compare(read, written, place);
            }
        });
    }

    /** Properties that neither schema names. */
    private static void compareOthers(Comparison comparison, SchemaView reader, SchemaView writer, String path) {
        SchemaView written = writer.child("additionalProperties");
        if (reader.child("additionalProperties").acceptsNothing() && !written.acceptsNothing()) {
            comparison.report(
                    "ADDITIONAL_PROPERTIES_REMOVED",
                    path + "/additionalProperties",
                    "is closed, and was open when writing");
        } else {
            comparison.compare(reader.child("additionalProperties"), written, path + "/additionalProperties");
        }
        comparePatterns(comparison, reader, writer, path);
    }

    private static void comparePatterns(Comparison comparison, SchemaView reader, SchemaView writer, String path) {
        Set<String> patterns = new HashSet<>();
        reader.get("patternProperties").fieldNames().forEachRemaining(patterns::add);
        writer.get("patternProperties").fieldNames().forEachRemaining(patterns::add);
        patterns.stream()
                .sorted()
                .forEach(pattern -> comparison.compare(
                        Properties.ofPattern(reader, pattern),
                        Properties.ofPattern(writer, pattern),
                        path + "/patternProperties/" + Keywords.escaped(pattern)));
    }

    private static void compareDependencies(Comparison comparison, SchemaView reader, SchemaView writer, String path) {
        for (String keyword : new String[] {"dependencies", "dependentRequired", "dependentSchemas"}) {
            reader.get(keyword).properties().forEach(dependency -> {
                String name = dependency.getKey();
                String place = path + "/" + keyword + "/" + Keywords.escaped(name);
                JsonNode written = writer.get(keyword).path(name);
                if (dependency.getValue().isArray()) {
                    Set<String> demanded = names(dependency.getValue());
                    demanded.removeAll(names(written));
                    demanded.removeAll(names(writer.get("required")));
                    if (!demanded.isEmpty()) {
                        comparison.report(
                                "DEPENDENCY_ARRAY_ADDED",
                                place,
                                "demands what the writing schema did not: " + demanded);
                    }
                } else {
                    SchemaView wide = writer.with(written.isObject() || written.isBoolean() ? written : writer.node());
                    comparison.compare(reader.with(dependency.getValue()), wide, place);
                }
            });
        }
    }

    private static Set<String> names(JsonNode list) {
        Set<String> names = new HashSet<>();
        list.forEach(name -> names.add(name.asText()));
        return names;
    }
}
