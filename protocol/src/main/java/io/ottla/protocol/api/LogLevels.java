package io.ottla.protocol.api;

import io.ottla.actors.config.LoggerLevels;
import java.util.Map;
import java.util.Optional;

/** The loggers of this process, whose levels can be changed while it runs (KIP-412). */
public interface LogLevels extends LoggerLevels {
    /** A process whose loggers cannot be reached. */
    LogLevels NONE = new LogLevels() {
        @Override
        public Map<String, String> levels() {
            return Map.of();
        }

        @Override
        public void set(String logger, Optional<String> level) {
            throw new IllegalArgumentException("there is no logger " + logger);
        }
    };

    /**
     * Sets the level of a known logger.
     *
     * @param level FATAL, ERROR, WARN, INFO, DEBUG or TRACE; empty to take the parent's
     */
    void set(String logger, Optional<String> level);
}
