package io.ottla.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What has to be forced to disk so that everything below {@link #endOffset} survives a power failure. Made by {@link PartitionLog#prepareFlush} on the
 * log's thread, forced once on any other, then handed back to {@link PartitionLog#flushed}.
 */
public final class FlushTicket {
    private final Disk disk;
    private final Path root;
    private final Path directory;
    private final long endOffset;
    private final long truncations;
    private final List<OpenFile> logs;
    private final List<Path> smallFiles;
    private final boolean namesChanged;
    private final boolean folderIsNew;

    FlushTicket(
            Disk disk,
            Path root,
            Path directory,
            long endOffset,
            long truncations,
            List<OpenFile> logs,
            List<Path> smallFiles,
            boolean namesChanged,
            boolean folderIsNew) {
        this.disk = disk;
        this.root = root;
        this.directory = directory;
        this.endOffset = endOffset;
        this.truncations = truncations;
        this.logs = List.copyOf(logs);
        this.smallFiles = List.copyOf(smallFiles);
        this.namesChanged = namesChanged;
        this.folderIsNew = folderIsNew;
    }

    /** First offset that this flush does not cover. */
    public long endOffset() {
        return endOffset;
    }

    long truncations() {
        return truncations;
    }

    /** Blocks until the disk has it all. To be called exactly once. Throws {@link StorageException}: after that the directory counts as failed. */
    public void force() {
        try {
            for (OpenFile log : logs) {
                log.channel().force(true);
            }
            for (Path file : smallFiles) {
                forceIfThere(file);
            }
            if (namesChanged) {
                syncIfThere(directory);
            }
            if (folderIsNew) {
                disk.syncDirectory(root);
            }
        } catch (IOException failure) {
            throw new ForceFailedException(
                    directory + ": forcing the log to disk up to offset " + endOffset + " failed", failure);
        } finally {
            logs.forEach(OpenFile::release);
        }
    }

    private void syncIfThere(Path folder) throws IOException {
        try {
            disk.syncDirectory(folder);
        } catch (NoSuchFileException deletedMeanwhile) {
            // The partition has been deleted: there is nothing to keep.
            return;
        }
    }

    private void forceIfThere(Path file) throws IOException {
        try (FileChannel channel = disk.open(file, Disk.Mode.READ_WRITE)) {
            channel.force(true);
        } catch (NoSuchFileException deletedMeanwhile) {
            // Its segment has left the log, and the file with it: there is nothing to keep.
            return;
        }
    }
}
