package io.ottla.actors.config;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Reads files as Kafka reads {@code server.properties}. */
public final class PropertiesSettings {
    private PropertiesSettings() {}

    /**
     * The values by name, without the blanks around them.
     *
     * @throws UncheckedIOException if the file cannot be read
     * @throws SettingsException if it is not written as Java properties are
     */
    public static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read the settings in " + file, broken);
        } catch (IllegalArgumentException malformed) {
            throw SettingsException.inFile(file, malformed);
        }
        Map<String, String> settings = new HashMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> settings.put(name, properties.getProperty(name).trim()));
        return settings;
    }
}
