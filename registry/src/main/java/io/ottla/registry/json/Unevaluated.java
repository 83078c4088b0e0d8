package io.ottla.registry.json;

/** {@code unevaluatedProperties} and {@code unevaluatedItems}, whose meaning depends on everything beside them. */
final class Unevaluated {
    private Unevaluated() {}

    /** Only a schema that says the same as before is let through. */
    static void compare(Comparison comparison, SchemaView reader, SchemaView writer, String keyword, String path) {
        boolean demands = reader.has(keyword) && !reader.child(keyword).acceptsEverything();
        if (demands && !reader.get(keyword).equals(writer.get(keyword))) {
            comparison.report("UNEVALUATED_CHANGED", path + "/" + keyword, "demands what the writing schema did not");
        }
    }
}
