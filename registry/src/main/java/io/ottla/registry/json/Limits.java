package io.ottla.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/** Keywords that count: lengths, items, properties. */
final class Limits {
    private static final Pattern CAPITAL = Pattern.compile("(?=\\p{Lu})");

    private Limits() {}

    /** A least number may fall, not rise; none is 0. */
    static void compareLeast(Comparison comparison, SchemaView reader, SchemaView writer, String keyword, String path) {
        BigDecimal demanded = count(reader.get(keyword));
        BigDecimal written = count(writer.get(keyword));
        if (demanded.compareTo(written) > 0) {
            comparison.report(
                    kind(keyword) + (writer.has(keyword) ? "_INCREASED" : "_ADDED"),
                    path + "/" + keyword,
                    "is " + demanded + ", above the " + written.toBigInteger() + " of the writing schema");
        }
    }

    /** A greatest number may rise, not fall, nor come where none was. */
    static void compareMost(Comparison comparison, SchemaView reader, SchemaView writer, String keyword, String path) {
        if (!reader.has(keyword)) {
            return;
        }
        if (!writer.has(keyword)) {
            comparison.report(
                    kind(keyword) + "_ADDED", path + "/" + keyword, "is a limit that the writing schema did not have");
        } else if (count(reader.get(keyword)).compareTo(count(writer.get(keyword))) < 0) {
            comparison.report(
                    kind(keyword) + "_DECREASED", path + "/" + keyword, "is below the limit of the writing schema");
        }
    }

    private static BigDecimal count(JsonNode value) {
        return value.isNumber() ? value.decimalValue() : BigDecimal.ZERO;
    }

    private static String kind(String keyword) {
        return CAPITAL.matcher(keyword).replaceAll("_").toUpperCase(Locale.ROOT);
    }
}
