package io.ottla.actors.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What Apache Kafka 4.4.0 itself says, recorded from its jars and from a running broker. */
final class KafkaTables {
    private KafkaTables() {}

    /** The rows of a recorded table, without its heading. */
    static List<String[]> rows(String resource) {
        return lines(resource).stream().map(line -> line.split("\t", -1)).toList();
    }

    /** The lines of a recorded table, without its heading. */
    static List<String> lines(String resource) {
        try (InputStream stream = KafkaTables.class.getResourceAsStream(resource)) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().skip(1).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
