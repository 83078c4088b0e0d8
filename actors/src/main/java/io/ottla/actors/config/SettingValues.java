package io.ottla.actors.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parsed values over the defaults of a catalogue, read by type. Asking for an unknown name, or for another type, is a
 * mistake of the program.
 */
final class SettingValues {
    private final Catalogue catalogue;
    private final Map<String, Object> set;

    /**
     * @param catalogue the settings there are
     * @param set those with a value other than their default, parsed
     */
    SettingValues(Catalogue catalogue, Map<String, Object> set) {
        this.catalogue = catalogue;
        this.set = Map.copyOf(set);
    }

    Optional<Object> find(String name) {
        @Nullable Object value = set.get(name);
        return value == null ? catalogue.get(name).defaultValue() : Optional.of(value);
    }

    int getInt(String name) {
        return required(name, Number.class).intValue();
    }

    long getLong(String name) {
        return required(name, Number.class).longValue();
    }

    double getDouble(String name) {
        return required(name, Number.class).doubleValue();
    }

    boolean getBoolean(String name) {
        return required(name, Boolean.class);
    }

    String getString(String name) {
        return required(name, String.class);
    }

    List<String> getList(String name) {
        return strings(required(name, List.class));
    }

    Optional<Long> findLong(String name) {
        return find(name).map(value -> cast(name, value, Number.class).longValue());
    }

    Optional<String> findString(String name) {
        return find(name).map(value -> cast(name, value, String.class));
    }

    Optional<List<String>> findList(String name) {
        return find(name).map(value -> strings(cast(name, value, List.class)));
    }

    private <T> T required(String name, Class<T> type) {
        Object value = find(name)
                .orElseThrow(() -> new IllegalStateException(name + " has no value; ask for it as an optional one"));
        return cast(name, value, type);
    }

    private static <T> T cast(String name, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    name + " is a " + value.getClass().getSimpleName() + ", not a " + type.getSimpleName());
        }
        return type.cast(value);
    }

    private static List<String> strings(List<?> values) {
        return values.stream().map(String::valueOf).toList();
    }
}
