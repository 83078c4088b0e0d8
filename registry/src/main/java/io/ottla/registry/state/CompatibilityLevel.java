package io.ottla.registry.state;

import java.util.Locale;
import java.util.Optional;

/** How a new schema must get along with those before it. */
public enum CompatibilityLevel {
    /** Anything goes. */
    NONE(false, false, false),
    /** The new schema reads data of the latest one. The default. */
    BACKWARD(true, false, false),
    /** The new schema reads data of all before it. */
    BACKWARD_TRANSITIVE(true, false, true),
    /** The latest schema reads data of the new one. */
    FORWARD(false, true, false),
    /** All schemas before read data of the new one. */
    FORWARD_TRANSITIVE(false, true, true),
    /** Both ways with the latest schema. */
    FULL(true, true, false),
    /** Both ways with all schemas before. */
    FULL_TRANSITIVE(true, true, true);

    private final boolean newReadsOld;
    private final boolean oldReadsNew;
    private final boolean transitive;

    CompatibilityLevel(boolean newReadsOld, boolean oldReadsNew, boolean transitive) {
        this.newReadsOld = newReadsOld;
        this.oldReadsNew = oldReadsNew;
        this.transitive = transitive;
    }

    /** The level of this name, in any case. */
    public static Optional<CompatibilityLevel> named(String name) {
        for (CompatibilityLevel level : values()) {
            if (level.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    boolean newReadsOld() {
        return newReadsOld;
    }

    boolean oldReadsNew() {
        return oldReadsNew;
    }

    boolean isTransitive() {
        return transitive;
    }
}
