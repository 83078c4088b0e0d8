package io.ottla.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of the files of a log directory that hold an offset for every partition: lines of topic, partition and offset. */
final class OffsetCheckpointFile {
    private static final Logger LOG = LoggerFactory.getLogger(OffsetCheckpointFile.class);

    private final Disk disk;
    private final Path directory;
    private final String name;

    OffsetCheckpointFile(Disk disk, Path directory, String name) {
        this.disk = disk;
        this.directory = directory;
        this.name = name;
    }

    void write(Map<TopicPartition, Long> offsets) throws IOException {
        List<String> lines = offsets.entrySet().stream()
                .map(entry -> entry.getKey().topic() + " " + entry.getKey().partition() + " " + entry.getValue())
                .toList();
        AtomicFile.replaceDurably(disk, directory, name, CheckpointText.format(lines));
    }

    /** The offsets; none where the file is missing or damaged, which only makes recovery read more. */
    Map<TopicPartition, Long> read() throws IOException {
        Path file = directory.resolve(name);
        try {
            Optional<Map<TopicPartition, Long>> offsets =
                    CheckpointText.parse(Io.readFile(disk, file)).flatMap(OffsetCheckpointFile::parse);
            if (offsets.isEmpty()) {
                LOG.warn("{}: damaged; going on without it, recovery will read the logs from their start", file);
            }
            return offsets.orElseGet(HashMap::new);
        } catch (NoSuchFileException absent) {
            return new HashMap<>();
        }
    }

    private static Optional<Map<TopicPartition, Long>> parse(List<String[]> entries) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (String[] entry : entries) {
            try {
                offsets.put(new TopicPartition(entry[0], Integer.parseInt(entry[1])), Long.parseLong(entry[2]));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException damaged) {
                return Optional.empty();
            }
        }
        return Optional.of(offsets);
    }
}
