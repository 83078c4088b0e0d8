package io.ottla.registry.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** {@code allOf}, {@code anyOf}, {@code oneOf}, {@code not} and {@code if} of the reading schema. */
final class CombinedRules {
    private CombinedRules() {}

    static void compare(Comparison comparison, SchemaView reader, SchemaView writer, String path) {
        List<SchemaView> parts = reader.children("allOf");
        for (int index = 0; index < parts.size(); index++) {
            comparison.compare(parts.get(index), writer, path + "/allOf/" + index);
        }
        requireBranch(comparison, reader, writer, "anyOf", path);
        requireBranch(comparison, reader, writer, "oneOf", path);
        compareNot(comparison, reader, writer, path);
        compareCondition(comparison, reader, writer, path);
    }

    /** Values of several types may go to several branches. */
    private static void requireBranch(
            Comparison comparison, SchemaView reader, SchemaView writer, String keyword, String path) {
        if (!reader.has(keyword)) {
            return;
        }
        List<SchemaView> branches = reader.children(keyword);
        for (SchemaView written : byType(writer)) {
            if (branches.stream().noneMatch(branch -> comparison.accepts(branch, written))) {
                comparison.report(
                        "COMBINED_TYPE_SUBSCHEMAS_CHANGED",
                        path + "/" + keyword,
                        "has no branch in the reading schema for all that may have been written (" + Types.of(written)
                                + ")");
                return;
            }
        }
    }

    private static List<SchemaView> byType(SchemaView writer) {
        if (!writer.get("type").isArray()) {
            return List.of(writer);
        }
        List<SchemaView> result = new ArrayList<>();
        writer.get("type").forEach(type -> {
            ObjectNode one = writer.without(List.of("type"));
            one.set("type", type);
            result.add(writer.with(one));
        });
        return result;
    }

    /** What the reader forbids must have been forbidden. */
    private static void compareNot(Comparison comparison, SchemaView reader, SchemaView writer, String path) {
        if (!reader.has("not")) {
            return;
        }
        boolean forbidden = writer.has("not") && comparison.accepts(writer.child("not"), reader.child("not"));
        if (!forbidden) {
            comparison.report("NOT_TYPE_NARROWED", path + "/not", "forbids what may have been written");
        }
    }

    private static void compareCondition(Comparison comparison, SchemaView reader, SchemaView writer, String path) {
        if (!reader.has("if") || !(reader.has("then") || reader.has("else"))) {
            return;
        }
        boolean same = reader.get("if").equals(writer.get("if"));
        if (same) {
            comparison.compare(reader.child("then"), writer.child("then"), path + "/then");
            comparison.compare(reader.child("else"), writer.child("else"), path + "/else");
        } else if (!comparison.accepts(reader.child("then"), unconditional(writer))
                || !comparison.accepts(reader.child("else"), unconditional(writer))) {
            comparison.report("CONDITION_CHANGED", path + "/if", "makes demands that the writing schema did not make");
        }
    }

    private static SchemaView unconditional(SchemaView writer) {
        if (!writer.node().isObject()) {
            return writer;
        }
        return writer.with(writer.without(List.of("if", "then", "else")));
    }
}
