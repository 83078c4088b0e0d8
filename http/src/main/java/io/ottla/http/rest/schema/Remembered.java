package io.ottla.http.rest.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bounded number of things, the least recently used of which are forgotten. Thread-safe. */
final class Remembered<K, V> {
    private static final int MOST = 1_000;

    private final Map<K, V> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    };

    synchronized @Nullable V get(K key) {
        return known.get(key);
    }

    synchronized void put(K key, V value) {
        known.put(key, value);
    }
}
