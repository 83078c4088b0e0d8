package io.ottla.server.cli;

import java.util.Map;
import java.util.Objects;

/** Looks up what an answer must hold. */
final class Present {
    private Present() {}

    /** The value of a key that was asked for; its absence is a broken answer. */
    static <K, V> V in(Map<K, V> answer, K key) {
        return Objects.requireNonNull(answer.get(key), () -> "the answer lacks " + key + ", which was asked for");
    }
}
