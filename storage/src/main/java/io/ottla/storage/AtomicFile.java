package io.ottla.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Replaces a small file as a whole: a reader, also one after a crash of this process, sees the old content or the new. */
final class AtomicFile {
    static final String TEMPORARY = ".tmp";

    private AtomicFile() {}

    /** Replaces the content; a power failure may still bring the old one back, or (on some file systems) leave it empty. */
    static void replace(Disk disk, Path file, ByteBuffer content) throws IOException {
        replace(disk, file, content, false);
    }

    /** Replaces the content and returns when neither a crash nor a power failure can undo it. */
    static void replaceDurably(Disk disk, Path directory, String name, String content) throws IOException {
        replace(disk, directory.resolve(name), ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)), true);
        disk.syncDirectory(directory);
    }

    static void replace(Disk disk, Path file, String content) throws IOException {
        replace(disk, file, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)), false);
    }

    private static void replace(Disk disk, Path file, ByteBuffer content, boolean durably) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        try (FileChannel channel = disk.open(temporary, Disk.Mode.CREATE)) {
            Io.writeFully(channel, content, 0);
            if (durably) {
                channel.force(true);
            }
        }
        disk.rename(temporary, file);
    }
}
