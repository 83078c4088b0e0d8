package io.ottla.server;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.Uuid;

/**
 * Whom a data folder belongs to: the file {@code meta.properties} in it, in Kafka's form.
 *
 * @param clusterId the cluster
 * @param nodeId the node
 * @param directoryId the folder itself, drawn when it was formatted
 */
record MetaProperties(String clusterId, int nodeId, Uuid directoryId) {
    static final String FILE = "meta.properties";

    /** What a folder says of itself, if it was formatted. */
    static Optional<MetaProperties> load(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
            return Optional.of(new MetaProperties(
                    required(properties, "cluster.id"),
                    Integer.parseInt(required(properties, "node.id")),
                    Uuid.fromString(required(properties, "directory.id"))));
        } catch (IOException | IllegalArgumentException e) {
            throw StartFailure.failed(
                    "cannot read " + file + " (" + e.getMessage() + "): restore it from a backup, or choose an empty"
                            + " folder with --data",
                    e);
        }
    }

    /** Formats a folder, made if it is not there. */
    void save(Path folder) {
        Path next = folder.resolve(FILE + ".next");
        Properties properties = new Properties();
        properties.setProperty("version", "1");
        properties.setProperty("cluster.id", clusterId);
        properties.setProperty("node.id", String.valueOf(nodeId));
        properties.setProperty("directory.id", directoryId.toString());
        try {
            Files.createDirectories(folder);
            try (Writer writer = Files.newBufferedWriter(next, StandardCharsets.UTF_8)) {
                properties.store(writer, null);
            }
            Files.move(next, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot format the data folder " + folder, e);
        }
    }

    private static String required(Properties properties, String name) {
        String value = properties.getProperty(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value.strip();
    }
}
