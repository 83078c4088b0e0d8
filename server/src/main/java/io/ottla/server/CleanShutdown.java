package io.ottla.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The broker epoch of a node's last clean shutdown, in a file of every log directory (safety rule M8). It is taken away at
 * the start, so that a crash leaves none.
 */
final class CleanShutdown {
    /** What there is after a crash. */
    static final long NOT_CLEAN = -1;

    private static final String FILE = "broker-epoch";

    private CleanShutdown() {}

    /** The epoch if every directory has the same one, else {@link #NOT_CLEAN}; the files are gone afterwards. */
    static long take(List<Path> logDirs) {
        Set<Long> epochs = new HashSet<>();
        for (Path dir : logDirs) {
            epochs.add(take(dir.resolve(FILE)));
        }
        return epochs.size() == 1 ? epochs.iterator().next() : NOT_CLEAN;
    }

    /** Remembers the epoch in every directory; to be called when all logs are flushed and closed. */
    static void leave(List<Path> logDirs, long brokerEpoch) {
        for (Path dir : logDirs) {
            try (FileChannel channel = FileChannel.open(
                    dir.resolve(FILE),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer text = StandardCharsets.UTF_8.encode(Long.toString(brokerEpoch));
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot note the clean shutdown in " + dir, e);
            }
        }
    }

    private static long take(Path file) {
        try {
            if (!Files.exists(file)) {
                return NOT_CLEAN;
            }
            String text = Files.readString(file).strip();
            Files.delete(file);
            return Long.parseLong(text);
        } catch (NumberFormatException damaged) {
            return NOT_CLEAN;
        } catch (IOException e) {
            throw StartFailure.failed("cannot read " + file + " (" + e.getMessage() + ")", e);
        }
    }
}
