package io.ottla.multinode.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The file of settings that Kafka's programs are started with. */
final class PropertiesFile {
    private PropertiesFile() {}

    /** Writes it, a line a setting. */
    static void write(Path file, Map<String, String> settings) {
        try {
            Files.writeString(
                    file,
                    settings.entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                            .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
