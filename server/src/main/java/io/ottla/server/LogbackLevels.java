package io.ottla.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.ottla.protocol.api.LogLevels;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The process's loggers where Logback is what logs; brokers inside somebody's test leave that person's logging alone. */
final class LogbackLevels implements LogLevels {
    /** Kafka's highest level, which Logback does not have. */
    private static final String FATAL = "FATAL";

    private final LoggerContext context;

    private LogbackLevels(LoggerContext context) {
        this.context = context;
    }

    /** The loggers of this process. */
    static LogLevels ofProcess() {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext logback
                ? new LogbackLevels(logback)
                : LogLevels.NONE;
    }

    @Override
    public Map<String, String> levels() {
        Map<String, String> levels = new TreeMap<>();
        for (Logger logger : context.getLoggerList()) {
            levels.put(nameOf(logger), logger.getEffectiveLevel().toString());
        }
        return levels;
    }

    @Override
    public void set(String logger, Optional<String> level) {
        Logger known = context.exists(logger.equals(ROOT) ? org.slf4j.Logger.ROOT_LOGGER_NAME : logger);
        if (known == null) {
            throw new IllegalArgumentException("there is no logger " + logger);
        }
        known.setLevel(level.map(LogbackLevels::parse).orElse(null));
    }

    private static @Nullable Level parse(String level) {
        String name = level.toUpperCase(Locale.ROOT);
        return name.equals(FATAL) ? Level.ERROR : Level.toLevel(name, Level.INFO);
    }

    private static String nameOf(Logger logger) {
        return logger.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME) ? ROOT : logger.getName();
    }
}
