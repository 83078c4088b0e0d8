package io.ottla.actors.journal;

import io.ottla.actors.journal.state.WriterId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a voter promised: to take entries from no writer below this epoch (safety rules Q1, Q5).
 *
 * @param epoch the epoch
 * @param writerId the one writer it serves in this epoch
 * @param directoryId names the folder that remembers: a voter that forgot its promise is another voter
 */
record Promise(long epoch, UUID writerId, UUID directoryId) {

    /** The writer it was given to. */
    WriterId writer() {
        return new WriterId(epoch, writerId);
    }

    /** The promise in this file, if there is one. */
    static Optional<Promise> load(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            return Optional.of(new Promise(
                    Long.parseLong(lines.get(0)), UUID.fromString(lines.get(1)), UUID.fromString(lines.get(2))));
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new JournalDamagedException("the promise in " + file + " is unreadable (" + e.getMessage()
                    + "). It protects the cluster's metadata: restore the data folder from a backup.");
        }
    }

    /** Keeps the promise: on disk when this returns, the old one until then. */
    void save(Path file) {
        String text = epoch + "\n" + writerId + "\n" + directoryId + "\n";
        try {
            DurableFile.replace(file, StandardCharsets.UTF_8.encode(text));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep a promise in " + file, e);
        }
    }
}
