package io.ottla.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What one comparison is in the middle of. Recursive schemas come back to the very same nodes, so nodes are known by identity; a
 * pair that is being compared already is taken to fit.
 */
final class Progress {
    private static final int STEPS_LIMIT = 50_000;
    private static final int DEPTH_LIMIT = 400;

    private final Set<Pair> underWay = new HashSet<>();
    private final IdentityHashMap<JsonNode, List<SchemaView>> alternatives = new IdentityHashMap<>();
    private int steps;
    private boolean tooDeep;

    private record Pair(JsonNode reader, JsonNode writer) {
        @Override
        @SuppressWarnings("ReferenceEquality") // Identity is what is asked for.
        public boolean equals(Object other) {
            return other instanceof Pair pair && pair.reader == reader && pair.writer == writer;
        }

        @Override
        public int hashCode() {
            return Objects.hash(System.identityHashCode(reader), System.identityHashCode(writer));
        }
    }

    /** Begins to compare the two; false if that is under way, or would cost too much. */
    boolean enter(SchemaView reader, SchemaView writer) {
        tooDeep |= underWay.size() >= DEPTH_LIMIT;
        return !isExhausted() && ++steps <= STEPS_LIMIT && underWay.add(new Pair(reader.node(), writer.node()));
    }

    void leave(SchemaView reader, SchemaView writer) {
        underWay.remove(new Pair(reader.node(), writer.node()));
    }

    /** Always the same objects for the same writer. */
    List<SchemaView> alternatives(SchemaView writer) {
        List<SchemaView> known = alternatives.get(writer.node());
        if (known == null) {
            known = Alternatives.of(writer);
            alternatives.put(writer.node(), known);
        }
        return known;
    }

    /** Whether the comparison was cut short. */
    boolean isExhausted() {
        return tooDeep || steps > STEPS_LIMIT;
    }
}
