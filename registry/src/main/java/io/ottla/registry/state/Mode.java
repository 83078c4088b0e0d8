package io.ottla.registry.state;

import java.util.Locale;
import java.util.Optional;

/** What may be done to a subject, a context or everything. */
public enum Mode {
    /** Everything. The default. */
    READWRITE,
    /** Nothing may be registered or deleted. */
    READONLY,
    /** The same, under an older name. */
    READONLY_OVERRIDE,
    /** Schemas come with the ids they have elsewhere. */
    IMPORT,
    /** Writes go to another registry; here that means that there are none. */
    FORWARD;

    /** The mode of this name, in any case. */
    public static Optional<Mode> named(String name) {
        for (Mode mode : values()) {
            if (mode.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    boolean isReadOnly() {
        return this == READONLY || this == READONLY_OVERRIDE || this == FORWARD;
    }
}
