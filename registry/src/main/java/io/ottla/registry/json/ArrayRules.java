package io.ottla.registry.json;

import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.List;

/** What is demanded of lists: their items, one by one or all alike, and their number. */
final class ArrayRules {
    private ArrayRules() {}

    static void compare(Comparison comparison, SchemaView reader, SchemaView writer, String path) {
        compareItems(comparison, reader, writer, path);
        Limits.compareLeast(comparison, reader, writer, "minItems", path);
        Limits.compareMost(comparison, reader, writer, "maxItems", path);
        if (reader.get("uniqueItems").booleanValue()
                && !writer.get("uniqueItems").booleanValue()) {
            comparison.report("UNIQUE_ITEMS_ADDED", path + "/uniqueItems", "demands what the writing schema did not");
        }
        compareContains(comparison, reader, writer, path);
        Unevaluated.compare(comparison, reader, writer, "unevaluatedItems", path);
    }

    private static void compareItems(Comparison comparison, SchemaView reader, SchemaView writer, String path) {
        List<SchemaView> readFirst = first(reader);
        List<SchemaView> writtenFirst = first(writer);
        int positions = Math.max(readFirst.size(), writtenFirst.size());
        for (int index = 0; index < positions; index++) {
            SchemaView read = index < readFirst.size() ? readFirst.get(index) : rest(reader);
            SchemaView written = index < writtenFirst.size() ? writtenFirst.get(index) : rest(writer);
            comparison.compare(read, written, path + "/items/" + index);
        }
        comparison.compare(rest(reader), rest(writer), path + "/items");
    }

    private static List<SchemaView> first(SchemaView schema) {
        return schema.has("prefixItems") || !schema.get("items").isArray()
                ? schema.children("prefixItems")
                : schema.children("items");
    }

    /** The schema of items behind those that have their own. */
    private static SchemaView rest(SchemaView schema) {
        if (schema.get("items").isArray()) {
            return schema.has("prefixItems") ? schema.with(BooleanNode.TRUE) : schema.child("additionalItems");
        }
        return schema.child("items");
    }

    private static void compareContains(Comparison comparison, SchemaView reader, SchemaView writer, String path) {
        if (!reader.has("contains")) {
            return;
        }
        boolean kept = writer.has("contains")
                && comparison.accepts(reader.child("contains"), writer.child("contains"))
                && reader.get("minContains").equals(writer.get("minContains"))
                && (!reader.has("maxContains") || sameContains(reader, writer));
        if (!kept) {
            comparison.report("CONTAINS_CHANGED", path + "/contains", "demands items that the writing schema did not");
        }
    }

    private static boolean sameContains(SchemaView reader, SchemaView writer) {
        return reader.get("contains").equals(writer.get("contains"))
                && reader.get("maxContains").equals(writer.get("maxContains"));
    }
}
