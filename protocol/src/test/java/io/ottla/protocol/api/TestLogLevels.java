package io.ottla.protocol.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Two loggers, of which only the root's level is set. */
final class TestLogLevels implements LogLevels {
    private final Map<String, String> set = new HashMap<>(Map.of(ROOT, "INFO"));

    @Override
    public Map<String, String> levels() {
        Map<String, String> levels = new HashMap<>(set);
        levels.putIfAbsent("io.ottla", levels.get(ROOT));
        return levels;
    }

    @Override
    public void set(String logger, Optional<String> level) {
        level.ifPresentOrElse(value -> set.put(logger, value), () -> set.remove(logger));
    }
}
