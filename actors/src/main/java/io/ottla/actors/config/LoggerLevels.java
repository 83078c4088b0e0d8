package io.ottla.actors.config;

import java.util.Map;

/** The levels of a node's loggers, as the logging library has them. */
public interface LoggerLevels {
    /** The name of the logger that all others inherit from. */
    String ROOT = "root";

    /** All loggers with the level that holds for them. */
    Map<String, String> levels();
}
