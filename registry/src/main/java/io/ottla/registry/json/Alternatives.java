package io.ottla.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.registry.schema.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A schema that was written with, as alternatives without choices at their top: {@code anyOf} and {@code oneOf} are taken apart,
 * {@code allOf} is put together. Where two parts say the same keyword, one of them is left out, which makes an alternative wider
 * and the comparison stricter, never laxer.
 */
final class Alternatives {
    /** Keywords of a choice, and those that are about a reference. */
    private static final Set<String> TAKEN_APART = Set.of("allOf", "anyOf", "oneOf");

    private static final int LIMIT = 64;

    private Alternatives() {}

    static List<SchemaView> of(SchemaView writer) {
        if (!writer.node().isObject() || TAKEN_APART.stream().noneMatch(writer::has)) {
            return List.of(writer);
        }
        List<SchemaView> result = new ArrayList<>();
        SchemaView base = writer.with(writer.without(TAKEN_APART));
        result.add(base);
        for (SchemaView part : writer.children("allOf")) {
            result = combined(result, of(part.followed()));
        }
        for (String choice : new String[] {"anyOf", "oneOf"}) {
            if (writer.has(choice)) {
                List<SchemaView> branches = new ArrayList<>();
                writer.children(choice).forEach(branch -> branches.addAll(of(branch.followed())));
                result = combined(result, branches);
            }
        }
        return result;
    }

    private static List<SchemaView> combined(List<SchemaView> left, List<SchemaView> right) {
        if (left.size() * right.size() > LIMIT) {
            return left;
        }
        List<SchemaView> result = new ArrayList<>();
        for (SchemaView one : left) {
            for (SchemaView other : right) {
                if (!other.acceptsNothing()) {
                    result.add(combined(one, other));
                }
            }
        }
        return result;
    }

    /** Parts of different documents are not mixed: references in them would change their meaning. */
    private static SchemaView combined(SchemaView left, SchemaView right) {
        if (!right.node().isObject()) {
            return left;
        }
        if (left.node().isEmpty()) {
            return right;
        }
        if (!left.resource().base().equals(right.resource().base())) {
            return left.node().size() >= right.node().size() ? left : right;
        }
        ObjectNode both = left.without(Set.of());
        right.node().properties().forEach(member -> add(both, member.getKey(), member.getValue()));
        return left.with(both);
    }

    private static void add(ObjectNode both, String keyword, JsonNode value) {
        JsonNode present = both.get(keyword);
        if (present == null) {
            both.set(keyword, value);
        } else if (keyword.equals("required") && present.isArray()) {
            ArrayNode names = JsonText.array();
            present.forEach(names::add);
            value.forEach(names::add);
            both.set(keyword, names);
        } else if ((keyword.equals("properties") || keyword.equals("patternProperties")) && present.isObject()) {
            ObjectNode properties = JsonText.object();
            present.properties().forEach(property -> properties.set(property.getKey(), property.getValue()));
            value.properties().forEach(property -> addProperty(properties, property.getKey(), property.getValue()));
            both.set(keyword, properties);
        }
    }

    private static void addProperty(ObjectNode properties, String name, JsonNode schema) {
        JsonNode present = properties.get(name);
        if (present == null) {
            properties.set(name, schema);
        } else if (!present.equals(schema)) {
            ObjectNode both = JsonText.object();
            both.putArray("allOf").add(present).add(schema);
            properties.set(name, both);
        }
    }
}
