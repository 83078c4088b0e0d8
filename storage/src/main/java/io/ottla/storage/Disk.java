package io.ottla.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * The only way this module reaches a disk, so that the simulator can put a faulty one in its place.
 *
 * <p>Paths are names only; an implementation need not know the default file system. All methods may be called from any thread. A failure is an
 * {@link IOException}; a full disk is told by {@link DiskErrors#isOutOfSpace}.
 */
public interface Disk {
    /** The machine's own file system. */
    static Disk real() {
        return NioDisk.INSTANCE;
    }

    /** How a file is opened. */
    enum Mode {
        /** Only reading; the file must exist. */
        READ,
        /** Reading and writing; the file must exist. */
        READ_WRITE,
        /** Reading and writing of an empty file: an existing one is emptied. */
        CREATE
    }

    /** Opens a file. Throws {@link java.nio.file.NoSuchFileException} when it has to exist and does not. */
    FileChannel open(Path file, Mode mode) throws IOException;

    /** The direct children of a directory, in no particular order. */
    List<DirectoryEntry> list(Path directory) throws IOException;

    /** Whether a file or directory of this name exists. */
    boolean exists(Path path);

    /** Renames a file or directory in one atomic step; an existing target file is replaced. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file or an empty directory; no error when there is none. */
    void delete(Path path) throws IOException;

    /** Creates a directory and its parents where missing. */
    void createDirectories(Path directory) throws IOException;

    /** Makes creations, renames and deletions in this directory survive a power failure. */
    void syncDirectory(Path directory) throws IOException;

    /** Takes an exclusive lock on a file, which is created where missing. Throws {@link LogDirLockedException} when anybody else holds it. */
    AutoCloseable lock(Path file) throws IOException;

    /** Bytes that can still be written. */
    long usableBytes(Path directory) throws IOException;

    /** The size of the disk in bytes. */
    long totalBytes(Path directory) throws IOException;
}
