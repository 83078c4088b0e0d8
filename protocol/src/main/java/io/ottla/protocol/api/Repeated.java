package io.ottla.protocol.api;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Requests that change things must name each thing once; one that is named twice is refused, and nothing happens to it. */
final class Repeated {
    /** What a topic is told that is named twice. */
    static final String TOPIC = "Duplicate topic name.";

    private Repeated() {}

    /** The keys that occur more than once. */
    static <T, K> Set<K> names(Collection<T> elements, Function<T, K> key) {
        Set<K> seen = new HashSet<>();
        Set<K> repeated = new LinkedHashSet<>();
        for (T element : elements) {
            K name = key.apply(element);
            if (!seen.add(name)) {
                repeated.add(name);
            }
        }
        return repeated;
    }

    /** The elements whose key occurs once. */
    static <T, K> List<T> without(Collection<T> elements, Function<T, K> key) {
        Set<K> repeated = names(elements, key);
        return elements.stream()
                .filter(element -> !repeated.contains(key.apply(element)))
                .toList();
    }
}
