package io.ottla.actors.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads files in HOCON. Kafka's names are written as quoted keys, or nested, or both: {@code "log.retention.ms" = 5}
 * and {@code log.retention { ms = 5 }} mean the same. Lists may be HOCON lists. A name that is the beginning of
 * another ({@code log.dir} and {@code log.dir.failure.timeout.ms}) must be quoted, for an object hides it otherwise.
 */
public final class HoconSettings {
    private HoconSettings() {}

    /**
     * The values by Kafka's names.
     *
     * @throws UncheckedIOException if the file cannot be read
     * @throws SettingsException if it is not HOCON
     */
    public static Map<String, String> read(Path file) {
        try {
            return flatten(ConfigFactory.parseString(Files.readString(file)).resolve());
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read the settings in " + file, broken);
        } catch (ConfigException malformed) {
            throw SettingsException.inFile(file, malformed);
        }
    }

    private static Map<String, String> flatten(Config config) {
        Map<String, String> settings = new HashMap<>();
        config.entrySet()
                .forEach(entry ->
                        settings.put(String.join(".", ConfigUtil.splitPath(entry.getKey())), text(entry.getValue())));
        return settings;
    }

    private static String text(ConfigValue value) {
        if (value.valueType() != ConfigValueType.LIST) {
            return value.unwrapped().toString();
        }
        return ((List<?>) value.unwrapped()).stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
