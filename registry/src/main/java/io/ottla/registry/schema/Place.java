package io.ottla.registry.schema;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A place in a schema that can carry tags.
 *
 * @param scope what may stand before the path, with a dot between; empty if nothing may
 * @param path how clients name it; a dot may stand in front
 * @param kind what is there
 * @param tags reads the tags it has
 * @param retag gives it others
 */
public record Place(String scope, String path, Kind kind, Supplier<List<String>> tags, Consumer<List<String>> retag) {
    /** What can be tagged. */
    public enum Kind {
        /** A record, an object or a message. */
        RECORD,
        /** One of its fields. */
        FIELD
    }

    /** Whether a client that says this means it. */
    boolean isCalled(String name) {
        String bare = name.startsWith(".") ? name.substring(1) : name;
        return bare.equals(path) || bare.equals(scope + "." + path);
    }
}
