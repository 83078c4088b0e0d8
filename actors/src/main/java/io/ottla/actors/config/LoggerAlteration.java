package io.ottla.actors.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;

/**
 * Decides on requests to change the levels of loggers (KIP-412). They live in one node and are forgotten when it
 * stops.
 */
public final class LoggerAlteration {
    private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

    private LoggerAlteration() {}

    /** The new level of each named logger, empty where it is to inherit its parent's; or why not. */
    public static AlterationResult alter(LoggerLevels loggers, List<ConfigOperation> operations) {
        Optional<AlterationResult.Refused> twice = ConfigAlteration.duplicates(
                operations.stream().map(ConfigOperation::name).toList());
        if (twice.isPresent()) {
            return twice.get();
        }
        Set<String> known = loggers.levels().keySet();
        Map<String, Optional<String>> changes = new HashMap<>();
        for (ConfigOperation operation : operations) {
            Optional<AlterationResult.Refused> fault = findFault(known, operation);
            if (fault.isPresent()) {
                return fault.get();
            }
            changes.put(operation.name(), operation.value().map(level -> level.toUpperCase(Locale.ROOT)));
        }
        return new AlterationResult.Accepted(changes);
    }

    private static Optional<AlterationResult.Refused> findFault(Set<String> known, ConfigOperation operation) {
        return switch (operation.kind()) {
            case SET -> unknownLogger(known, operation.name()).or(() -> unknownLevel(operation));
            case DELETE -> unknownLogger(known, operation.name()).or(() -> root(operation.name()));
            case APPEND, SUBTRACT ->
                ConfigAlteration.refused(
                        Errors.INVALID_REQUEST,
                        operation.kind() + " operation is not allowed for the BROKER_LOGGER resource");
        };
    }

    private static Optional<AlterationResult.Refused> unknownLogger(Set<String> known, String name) {
        return known.contains(name)
                ? Optional.empty()
                : ConfigAlteration.refused(Errors.INVALID_CONFIG, "Logger " + name + " does not exist!");
    }

    private static Optional<AlterationResult.Refused> unknownLevel(ConfigOperation operation) {
        String level = operation.value().orElse("");
        return LEVELS.contains(level.toUpperCase(Locale.ROOT))
                ? Optional.empty()
                : ConfigAlteration.refused(
                        Errors.INVALID_CONFIG,
                        "Cannot set the log level of " + operation.name() + " to " + level
                                + " as it is not a supported log level. Valid log levels are "
                                + LEVELS.stream().sorted().toList());
    }

    private static Optional<AlterationResult.Refused> root(String name) {
        return name.equals(LoggerLevels.ROOT)
                ? ConfigAlteration.refused(
                        Errors.INVALID_REQUEST, "Removing the log level of the root logger is not allowed")
                : Optional.empty();
    }
}
