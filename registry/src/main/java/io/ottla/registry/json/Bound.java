package io.ottla.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A bound of a number.
 *
 * @param value the bound
 * @param exclusive whether the bound itself is out
 */
record Bound(BigDecimal value, boolean exclusive) {

    static Optional<Bound> lower(SchemaView schema) {
        return of(schema, "minimum", "exclusiveMinimum", 1);
    }

    static Optional<Bound> upper(SchemaView schema) {
        return of(schema, "maximum", "exclusiveMaximum", -1);
    }

    /** In draft 4 exclusiveness is a boolean beside the bound, since draft 6 a bound of its own; the tighter one counts. */
    private static Optional<Bound> of(SchemaView schema, String keyword, String exclusiveKeyword, int tighter) {
        JsonNode limit = schema.get(keyword);
        JsonNode exclusive = schema.get(exclusiveKeyword);
        Optional<Bound> inclusiveBound = limit.isNumber()
                ? Optional.of(new Bound(limit.decimalValue(), exclusive.isBoolean() && exclusive.booleanValue()))
                : Optional.empty();
        if (!exclusive.isNumber()) {
            return inclusiveBound;
        }
        Bound exclusiveBound = new Bound(exclusive.decimalValue(), true);
        return inclusiveBound
                .filter(bound -> bound.value.compareTo(exclusiveBound.value) * tighter > 0)
                .or(() -> Optional.of(exclusiveBound));
    }

    /** As lower bounds: whether this one lets less through. */
    boolean isAbove(Bound other) {
        int order = value.compareTo(other.value);
        return order > 0 || (order == 0 && exclusive && !other.exclusive);
    }

    /** As upper bounds: whether this one lets less through. */
    boolean isBelow(Bound other) {
        int order = value.compareTo(other.value);
        return order < 0 || (order == 0 && exclusive && !other.exclusive);
    }
}
