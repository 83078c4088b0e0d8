package io.ottla.actors.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Which values of a setting are right, beside their type.
 *
 * @param text as it stands in the table and in the documentation; empty for any value
 * @param validator the same, executable
 */
public record Constraint(String text, ConfigDef.Validator validator) {
    /** @throws ConfigException if the value is not right, with the setting, the value and what would be right */
    void check(String name, Object value) {
        validator.ensureValid(name, value);
    }

    /** Reads the notation of the tables, such as {@code >= 1}, {@code 1 .. 9 or -1} or {@code one of: a, b}. */
    static Constraint of(String text) {
        return new Constraint(text, validator(text));
    }

    private static ConfigDef.Validator validator(String text) {
        int colon = text.indexOf(": ");
        if (colon > 0) {
            return choice(
                    text.substring(0, colon), List.of(text.substring(colon + 2).split(", ")));
        }
        return switch (text) {
            case "" -> (name, value) -> {};
            case "non-empty" -> new ConfigDef.NonEmptyString();
            case "broker ids" -> Validators::brokerIds;
            case "throttled replicas" -> Validators::throttledReplicas;
            case "offset reset" -> Validators::offsetReset;
            default -> range(text);
        };
    }

    private static ConfigDef.Validator choice(String kind, List<String> values) {
        String[] allowed = values.toArray(String[]::new);
        return switch (kind) {
            case "one of" -> ConfigDef.ValidString.in(allowed);
            case "one of, any case" -> ConfigDef.CaseInsensitiveValidString.in(allowed);
            case "each of" -> Validators.eachOf(ConfigDef.ValidString.in(allowed));
            default -> throw new IllegalArgumentException("no constraint is called '" + kind + "'");
        };
    }

    private static ConfigDef.Validator range(String text) {
        if (text.startsWith(">= ")) {
            return ConfigDef.Range.atLeast(number(text.substring(3)));
        }
        String[] range = text.split(" or ");
        String[] ends = range[0].split(" \\.\\. ");
        if (range.length > 2 || ends.length != 2) {
            throw new IllegalArgumentException("cannot read the constraint '" + text + "'");
        }
        Number least = number(ends[0]);
        Number most = number(ends[1]);
        return range.length == 1
                ? ConfigDef.Range.between(least, most)
                : Validators.betweenOr(least.longValue(), most.longValue(), Long.parseLong(range[1]));
    }

    private static Number number(String text) {
        return text.indexOf('.') >= 0 ? (Number) Double.valueOf(text) : (Number) Long.valueOf(text);
    }
}
