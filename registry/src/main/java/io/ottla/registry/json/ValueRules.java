package io.ottla.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.registry.schema.JsonText;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What is demanded of a value itself: its enumeration, the bounds of numbers, the length and pattern of strings. */
final class ValueRules {
    private ValueRules() {}

    static void compare(Comparison comparison, SchemaView reader, SchemaView writer, Types written, String path) {
        compareValues(comparison, reader, writer, path);
        if (written.includeNumbers()) {
            compareLower(comparison, Bound.lower(reader), Bound.lower(writer), path);
            compareUpper(comparison, Bound.upper(reader), Bound.upper(writer), path);
            compareMultiples(comparison, reader, writer, path);
        }
        if (written.include("string")) {
            Limits.compareLeast(comparison, reader, writer, "minLength", path);
            Limits.compareMost(comparison, reader, writer, "maxLength", path);
            if (reader.has("pattern") && !reader.get("pattern").equals(writer.get("pattern"))) {
                comparison.report(
                        "PATTERN_CHANGED", path + "/pattern", "is a pattern that the writing schema did not demand");
            }
        }
    }

    private static void compareValues(Comparison comparison, SchemaView reader, SchemaView writer, String path) {
        Optional<Set<String>> allowed = values(reader);
        if (allowed.isEmpty()) {
            return;
        }
        Optional<Set<String>> written = values(writer);
        String keyword = reader.has("const") ? "/const" : "/enum";
        if (written.isEmpty()) {
            comparison.report(
                    "ENUM_ARRAY_ADDED", path + keyword, "allows single values, where any could have been written");
        } else if (!allowed.get().containsAll(written.get())) {
            Set<String> missing = new HashSet<>(written.get());
            missing.removeAll(allowed.get());
            comparison.report(
                    "ENUM_ARRAY_NARROWED", path + keyword, "lacks values that may have been written: " + missing);
        }
    }

    private static Optional<Set<String>> values(SchemaView schema) {
        Set<String> values = new HashSet<>();
        if (schema.has("const")) {
            values.add(text(schema.get("const")));
        } else if (schema.has("enum")) {
            schema.get("enum").forEach(value -> values.add(text(value)));
        } else {
            return Optional.empty();
        }
        return Optional.of(values);
    }

    /** Numbers are equal by their value, whatever their digits. */
    private static String text(JsonNode value) {
        return value.isNumber()
                ? value.decimalValue().stripTrailingZeros().toString()
                : JsonText.compact(JsonText.sorted(value));
    }

    private static void compareLower(
            Comparison comparison, Optional<Bound> reader, Optional<Bound> writer, String path) {
        if (reader.isEmpty()) {
            return;
        }
        if (writer.isEmpty()) {
            comparison.report("MINIMUM_ADDED", path + "/minimum", "is a bound that the writing schema did not have");
        } else if (reader.get().isAbove(writer.get())) {
            comparison.report("MINIMUM_INCREASED", path + "/minimum", "is above the bound of the writing schema");
        }
    }

    private static void compareUpper(
            Comparison comparison, Optional<Bound> reader, Optional<Bound> writer, String path) {
        if (reader.isEmpty()) {
            return;
        }
        if (writer.isEmpty()) {
            comparison.report("MAXIMUM_ADDED", path + "/maximum", "is a bound that the writing schema did not have");
        } else if (reader.get().isBelow(writer.get())) {
            comparison.report("MAXIMUM_DECREASED", path + "/maximum", "is below the bound of the writing schema");
        }
    }

    private static void compareMultiples(Comparison comparison, SchemaView reader, SchemaView writer, String path) {
        if (!reader.has("multipleOf")) {
            return;
        }
        BigDecimal demanded = reader.get("multipleOf").decimalValue();
        boolean whole = !Types.of(writer).include("number");
        BigDecimal written = writer.has("multipleOf")
                ? writer.get("multipleOf").decimalValue()
                : whole ? BigDecimal.ONE : BigDecimal.ZERO;
        boolean fits = written.signum() > 0 && demanded.signum() > 0 && isMultiple(written, demanded);
        if (!fits) {
            comparison.report(
                    "MULTIPLE_OF_CHANGED",
                    path + "/multipleOf",
                    "does not divide all numbers that may have been written");
        }
    }

    /** Exponents are the client's: numbers of a million digits are not computed with. */
    private static boolean isMultiple(BigDecimal number, BigDecimal divisor) {
        boolean moderate = Math.abs((long) number.scale()) + Math.abs((long) divisor.scale()) < 1_000;
        return moderate ? number.remainder(divisor).signum() == 0 : number.compareTo(divisor) == 0;
    }
}
