package io.ottla.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Kafka's checkpoint files: a line with the version 0, a line with the number of entries, then one line an entry. */
final class CheckpointText {
    private CheckpointText() {}

    static String format(List<String> entries) {
        StringBuilder text = new StringBuilder("0\n").append(entries.size()).append('\n');
        entries.forEach(entry -> text.append(entry).append('\n'));
        return text.toString();
    }

    /** The entries' lines, split at blanks; empty when the content is no intact checkpoint. */
    static Optional<List<String[]>> parse(ByteBuffer content) {
        String[] lines = StandardCharsets.UTF_8.decode(content).toString().split("\n", -1);
        if (lines.length < 3 || !lines[0].equals("0") || !lines[1].matches("\\d{1,9}")) {
            return Optional.empty();
        }
        int count = Integer.parseInt(lines[1]);
        if (lines.length != count + 3) {
            return Optional.empty();
        }
        List<String[]> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(lines[i + 2].split(" ", -1));
        }
        return Optional.of(entries);
    }
}
