package io.ottla.server;

import io.ottla.actors.config.HoconSettings;
import io.ottla.actors.config.PropertiesSettings;
import io.ottla.actors.config.SettingsException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Reads a configuration file in the language its name tells. */
public final class SettingsFile {
    private SettingsFile() {}

    /**
     * The settings by Kafka's names; whether these exist is checked later, together with those of the command line.
     *
     * @param file {@code *.properties} as Kafka's server.properties, or {@code *.conf} in HOCON
     * @throws StartFailure if there is no such file, or it is written in neither language
     */
    public static Map<String, String> read(Path file) {
        if (!Files.exists(file)) {
            throw StartFailure.failed("--config " + file + " does not exist");
        }
        String name = String.valueOf(file.getFileName());
        try {
            if (name.endsWith(".properties")) {
                return PropertiesSettings.read(file);
            }
            if (name.endsWith(".conf")) {
                return HoconSettings.read(file);
            }
        } catch (SettingsException e) {
            throw StartFailure.usage(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw StartFailure.failed("--config " + file + " cannot be read: " + e.getCause(), e);
        }
        throw StartFailure.usage(
                "--config " + file + ": name it *.properties (as Kafka's server.properties) or *.conf (HOCON)");
    }
}
