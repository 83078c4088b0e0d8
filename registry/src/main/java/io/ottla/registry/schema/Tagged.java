package io.ottla.registry.schema;

import java.util.List;

/**
 * Tags at a place of a schema, which are there or are to be added or removed.
 *
 * @param path where
 * @param kind what is there
 * @param tags their names
 */
public record Tagged(String path, Place.Kind kind, List<String> tags) {
    /** Takes an immutable copy. */
    public Tagged {
        tags = List.copyOf(tags);
    }
}
