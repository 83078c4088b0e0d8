package io.ottla.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The file {@code leader-epoch-checkpoint} of a partition: lines of epoch and start offset. */
final class LeaderEpochFile {
    static final String NAME = "leader-epoch-checkpoint";

    private final Disk disk;
    private final Path file;

    LeaderEpochFile(Disk disk, Path partitionDirectory) {
        this.disk = disk;
        this.file = partitionDirectory.resolve(NAME);
    }

    Path path() {
        return file;
    }

    void write(LeaderEpochs epochs) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < epochs.size(); i++) {
            lines.add(epochs.epoch(i) + " " + epochs.start(i));
        }
        AtomicFile.replace(disk, file, CheckpointText.format(lines));
    }

    /** Empty when the file is missing or damaged, so that the epochs have to be read from the batches. */
    Optional<LeaderEpochs> read() throws IOException {
        try {
            return CheckpointText.parse(Io.readFile(disk, file)).flatMap(LeaderEpochFile::parse);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    private static Optional<LeaderEpochs> parse(List<String[]> entries) {
        LeaderEpochs epochs = LeaderEpochs.EMPTY;
        for (String[] entry : entries) {
            try {
                epochs = epochs.assign(Integer.parseInt(entry[0]), Long.parseLong(entry[1]));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException damaged) {
                return Optional.empty();
            }
        }
        return epochs.size() == entries.size() ? Optional.of(epochs) : Optional.empty();
    }
}
