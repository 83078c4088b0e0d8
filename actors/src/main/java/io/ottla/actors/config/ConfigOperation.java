package io.ottla.actors.config;

import java.util.Arrays;
import java.util.Optional;

/**
 * One change that a request asks for.
 *
 * @param name the setting
 * @param kind what to do with it
 * @param value the new value, or what is added or taken away; absent when the request has none
 */
public record ConfigOperation(String name, Kind kind, Optional<String> value) {
    /** What to do with a setting, with the ids of IncrementalAlterConfigs. */
    public enum Kind {
        /** Give it a value. */
        SET(0),
        /** Go back to the value it has without this one. */
        DELETE(1),
        /** Add elements to a list. */
        APPEND(2),
        /** Take elements from a list. */
        SUBTRACT(3);

        private final byte id;

        Kind(int id) {
            this.id = (byte) id;
        }

        /** The kind with that id in IncrementalAlterConfigs; empty for an unknown one. */
        public static Optional<Kind> of(byte id) {
            return Arrays.stream(values()).filter(kind -> kind.id == id).findFirst();
        }
    }

    /** Gives a setting a value. */
    public static ConfigOperation set(String name, String value) {
        return new ConfigOperation(name, Kind.SET, Optional.of(value));
    }

    /** Goes back to the value a setting has without an own one. */
    public static ConfigOperation delete(String name) {
        return new ConfigOperation(name, Kind.DELETE, Optional.empty());
    }
}
