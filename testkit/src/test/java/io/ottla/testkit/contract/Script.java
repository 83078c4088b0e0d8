package io.ottla.testkit.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A contract as a script: exchanges of HTTP below headings, which say what they show.
 *
 * <pre>
 * == a heading
 * POST /subjects/s/versions
 * Content-Type: application/json
 * {"schema": "\"string\""}
 * --> 200
 * {"id": "$id", "version": 1}
 *
 * GET /schemas/ids/$id
 * --> 200
 * Content-Type: application/vnd.schemaregistry.v1+json
 * {"schema": "\"string\"", "guid": "*"}
 * </pre>
 *
 * <p>Members that are not written may be there; {@code exactly} behind the status says that they may not, {@code text} that the
 * answer is no JSON, {@code lines} that it is many documents, {@code empty} that it is nothing. {@code *} stands for any value,
 * {@code $name} for a value that is kept, or was kept before. Lines that begin with # are for readers.
 */
final class Script {
    private Script() {}

    /** What stands below one heading. */
    record Section(String title, List<Exchange> exchanges) {}

    static List<Section> read(String resource) {
        List<Section> sections = new ArrayList<>();
        List<String> pending = new ArrayList<>();
        int number = 0;
        int begin = 0;
        for (String line : lines(resource)) {
            number++;
            if (line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("== ") || line.isBlank()) {
                end(sections, begin, pending);
            }
            if (line.startsWith("== ")) {
                sections.add(new Section(line.substring(3), new ArrayList<>()));
            } else if (!line.isBlank()) {
                begin = pending.isEmpty() ? number : begin;
                pending.add(line);
            }
        }
        end(sections, begin, pending);
        return sections;
    }

    private static void end(List<Section> sections, int begin, List<String> pending) {
        if (!pending.isEmpty()) {
            sections.get(sections.size() - 1).exchanges().add(Exchange.of(begin, pending));
            pending.clear();
        }
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
