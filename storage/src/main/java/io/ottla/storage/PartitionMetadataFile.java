package io.ottla.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** The file {@code partition.metadata}: which topic the folder belongs to, so that a topic created anew never gets the old one's records. */
final class PartitionMetadataFile {
    static final String NAME = "partition.metadata";

    private static final String VERSION_LINE = "version: 0";
    private static final String TOPIC_ID_KEY = "topic_id: ";

    private PartitionMetadataFile() {}

    /** Writes the file of a new folder; torn by a crash, it is that of an empty log, which is then deleted. */
    static void write(Disk disk, Path partitionDirectory, Uuid topicId) throws IOException {
        String content = VERSION_LINE + "\n" + TOPIC_ID_KEY + topicId + "\n";
        try (FileChannel channel = disk.open(partitionDirectory.resolve(NAME), Disk.Mode.CREATE)) {
            Io.writeFully(channel, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)), 0);
        }
    }

    /** Empty when the file is missing or damaged. */
    static Optional<Uuid> read(Disk disk, Path partitionDirectory) throws IOException {
        try {
            String[] lines = StandardCharsets.UTF_8
                    .decode(Io.readFile(disk, partitionDirectory.resolve(NAME)))
                    .toString()
                    .split("\n", -1);
            if (lines.length < 2 || !lines[0].equals(VERSION_LINE) || !lines[1].startsWith(TOPIC_ID_KEY)) {
                return Optional.empty();
            }
            return Optional.of(
                    Uuid.fromString(lines[1].substring(TOPIC_ID_KEY.length()).trim()));
        } catch (NoSuchFileException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
