package io.ottla.registry.state;

import java.util.Optional;
import java.util.UUID;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.TreePSet;

/**
 * The ids of one context. Immutable.
 *
 * @param uses where each id is used; an id without a use is not in it
 * @param byGuid the id of each content
 * @param highest the highest id that was ever given out
 */
record ContextIds(PMap<Integer, PSet<VersionKey>> uses, PMap<UUID, Integer> byGuid, int highest) {
    static final ContextIds NONE = new ContextIds(HashTreePMap.empty(), HashTreePMap.empty(), 0);

    ContextIds plus(SchemaVersion schema) {
        PSet<VersionKey> known = uses.containsKey(schema.id()) ? uses.get(schema.id()) : TreePSet.empty();
        return new ContextIds(
                uses.plus(schema.id(), known.plus(schema.key())),
                byGuid.plus(schema.content().guid(), schema.id()),
                Math.max(highest, schema.id()));
    }

    ContextIds minus(SchemaVersion schema) {
        PSet<VersionKey> known = uses.containsKey(schema.id()) ? uses.get(schema.id()) : HashTreePSet.empty();
        PSet<VersionKey> rest = known.minus(schema.key());
        if (!rest.isEmpty()) {
            return new ContextIds(uses.plus(schema.id(), rest), byGuid, highest);
        }
        UUID guid = schema.content().guid();
        boolean named = Integer.valueOf(schema.id()).equals(byGuid.get(guid));
        return new ContextIds(uses.minus(schema.id()), named ? byGuid.minus(guid) : byGuid, highest);
    }

    ContextIds usedUpTo(int id) {
        return new ContextIds(uses, byGuid, Math.max(highest, id));
    }

    Optional<Integer> idOf(SchemaContent content) {
        return Optional.ofNullable(byGuid.get(content.guid()));
    }
}
