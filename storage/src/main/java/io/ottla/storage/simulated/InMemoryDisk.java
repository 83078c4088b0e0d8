package io.ottla.storage.simulated;

import io.ottla.storage.DirectoryEntry;
import io.ottla.storage.Disk;
import io.ottla.storage.DiskErrors;
import io.ottla.storage.LogDirLockedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that can be told to fail as real ones do: crash with or without a power failure, become full, write short, return errors.
 *
 * <pre>
 *            written          force / syncDirectory
 *  process ----------> live ------------------------> durable
 *                       |                                |
 *   process gone: stays +          power gone: only this + (and perhaps some of what was written since)
 * </pre>
 *
 * After a crash, channels opened before are dead ({@link java.nio.channels.ClosedChannelException}) and locks are free. Any thread; one at a time.
 */
public final class InMemoryDisk implements Disk {
    private final Map<Path, MemoryFile> files = new TreeMap<>();
    private final Set<Path> directories = new HashSet<>();
    private final Map<Path, MemoryFile> durableFiles = new HashMap<>();
    private final Set<Path> durableDirectories = new HashSet<>();
    // Directories whose new name is not durable yet, with the name that is.
    private final Map<Path, Path> renamed = new HashMap<>();
    private final Set<Path> locks = new HashSet<>();
    private long capacityBytes = Long.MAX_VALUE;
    private int maxBytesPerWrite = Integer.MAX_VALUE;
    private boolean failing;
    private long operationsLeft = Long.MAX_VALUE;
    private int incarnation;

    /** The process ends: what was written stays as it is. */
    public synchronized void processGone() {
        incarnation++;
        locks.clear();
        failing = false;
        operationsLeft = Long.MAX_VALUE;
    }

    /** The power fails: only what was forced is left, in files whose names were made durable. */
    public synchronized void powerGone() {
        files.clear();
        files.putAll(durableFiles);
        files.values().forEach(MemoryFile::revertToForced);
        afterPowerGone();
    }

    /** The power fails: of what was written since the last force, some prefix of each file is left, perhaps followed by zeros. */
    public synchronized void powerGone(RandomGenerator random) {
        files.clear();
        files.putAll(durableFiles);
        // In the order of their names, so that a seed always gives the same disk.
        new TreeMap<>(files).values().forEach(file -> file.revertTorn(random));
        afterPowerGone();
    }

    /** From now on the disk holds at most so many bytes; writes beyond fail as on a full disk. */
    public synchronized void setCapacity(long bytes) {
        capacityBytes = bytes;
    }

    /** From now on one write takes at most so many bytes. */
    public synchronized void setMaxBytesPerWrite(int bytes) {
        maxBytesPerWrite = bytes;
    }

    /** From now on every read, write, force and rename fails with an I/O error, or works again. */
    public synchronized void setFailing(boolean fails) {
        failing = fails;
    }

    /** After so many more operations everything fails, as by {@link #setFailing}, until the next crash. */
    public synchronized void failAfter(long operations) {
        operationsLeft = operations;
    }

    /** Bytes in all files. */
    public synchronized long usedBytes() {
        return files.values().stream().mapToLong(MemoryFile::size).sum();
    }

    /** The content of a file, for tests that look at or damage it. */
    public synchronized byte[] content(Path file) {
        return existing(file).content();
    }

    /** Replaces the content of a file, as damage would. */
    public synchronized void setContent(Path file, byte[] content) {
        existing(file).setContent(content);
    }

    /** All files. */
    public synchronized List<Path> files() {
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized FileChannel open(Path path, Mode mode) throws IOException {
        requireWorking();
        Path file = path.normalize();
        if (mode == Mode.CREATE) {
            if (!directories.contains(file.getParent())) {
                throw new NoSuchFileException(file.toString());
            }
            files.computeIfAbsent(file, unused -> new MemoryFile()).truncate(0);
        }
        MemoryFile content = files.get(file);
        if (content == null) {
            throw new NoSuchFileException(file.toString());
        }
        return new MemoryFileChannel(this, content, incarnation, mode != Mode.READ);
    }

    @Override
    public synchronized List<DirectoryEntry> list(Path path) throws IOException {
        requireWorking();
        Path directory = path.normalize();
        if (!directories.contains(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        List<DirectoryEntry> entries = new ArrayList<>();
        files.forEach((file, content) -> {
            if (directory.equals(file.getParent())) {
                entries.add(new DirectoryEntry(file.getFileName().toString(), content.size(), 0, false));
            }
        });
        for (Path child : directories) {
            if (directory.equals(child.getParent())) {
                entries.add(new DirectoryEntry(child.getFileName().toString(), 0, 0, true));
            }
        }
        return entries;
    }

    @Override
    public synchronized boolean exists(Path path) {
        Path name = path.normalize();
        return files.containsKey(name) || directories.contains(name);
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        requireWorking();
        Path source = from.normalize();
        Path target = to.normalize();
        if (directories.contains(source)) {
            renameBelow(source, target);
            return;
        }
        MemoryFile file = files.remove(source);
        if (file == null) {
            throw new NoSuchFileException(source.toString());
        }
        files.put(target, file);
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        requireWorking();
        Path name = path.normalize();
        if (directories.contains(name) && !list(name).isEmpty()) {
            throw new DirectoryNotEmptyException(name.toString());
        }
        files.remove(name);
        directories.remove(name);
    }

    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        requireWorking();
        for (Path each = directory.normalize(); each != null; each = each.getParent()) {
            directories.add(each);
        }
    }

    @Override
    public synchronized void syncDirectory(Path path) throws IOException {
        requireWorking();
        Path directory = path.normalize();
        if (!directories.contains(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        durableFiles.keySet().removeIf(file -> directory.equals(file.getParent()) && !files.containsKey(file));
        files.forEach((file, content) -> {
            if (directory.equals(file.getParent())) {
                durableFiles.put(file, content);
            }
        });
        renamed.entrySet().removeIf(rename -> {
            boolean durable = directory.equals(rename.getKey().getParent());
            if (durable) {
                moveDurable(rename.getValue(), rename.getKey());
            }
            return durable;
        });
        forgetRemovedDirectories(directory);
        for (Path child : directories) {
            if (directory.startsWith(child) || directory.equals(child.getParent())) {
                durableDirectories.add(child);
            }
        }
    }

    @Override
    public synchronized AutoCloseable lock(Path path) throws IOException {
        requireWorking();
        Path file = path.normalize();
        if (!locks.add(file)) {
            throw new LogDirLockedException(file, null);
        }
        files.computeIfAbsent(file, unused -> new MemoryFile());
        int holder = incarnation;
        return () -> unlock(file, holder);
    }

    @Override
    public synchronized long usableBytes(Path directory) throws IOException {
        requireWorking();
        return Math.max(0, capacityBytes - usedBytes());
    }

    @Override
    public synchronized long totalBytes(Path directory) throws IOException {
        requireWorking();
        return capacityBytes;
    }

    /** How many of these bytes may be written now to make a file this large. Fails where none may. */
    synchronized int admitWrite(MemoryFile file, long newSize, int bytes) throws IOException {
        requireWorking();
        long growth = Math.max(0, newSize - file.size());
        long free = capacityBytes - usedBytes();
        if (growth > free) {
            long fits = bytes - (growth - free);
            if (fits <= 0) {
                throw new IOException(DiskErrors.NO_SPACE_LEFT);
            }
            return (int) Math.min(fits, maxBytesPerWrite);
        }
        return Math.min(bytes, maxBytesPerWrite);
    }

    synchronized void requireWorking() throws IOException {
        if (operationsLeft < Long.MAX_VALUE) {
            operationsLeft--;
        }
        if (failing || operationsLeft < 0) {
            throw new IOException("Input/output error");
        }
    }

    synchronized boolean isAlive(int channelIncarnation) {
        return channelIncarnation == incarnation;
    }

    private synchronized void unlock(Path file, int holder) {
        if (holder == incarnation) {
            locks.remove(file);
        }
    }

    private MemoryFile existing(Path path) {
        MemoryFile file = files.get(path.normalize());
        if (file == null) {
            throw new IllegalArgumentException(path + " does not exist");
        }
        return file;
    }

    private void afterPowerGone() {
        renamed.clear();
        directories.clear();
        directories.addAll(durableDirectories);
        processGone();
    }

    private void renameBelow(Path source, Path target) {
        Path durableName = renamed.remove(source);
        renamed.put(target, durableName == null ? source : durableName);
        for (Path directory : List.copyOf(directories)) {
            if (directory.startsWith(source)) {
                directories.remove(directory);
                directories.add(target.resolve(source.relativize(directory)).normalize());
            }
        }
        for (Path file : List.copyOf(files.keySet())) {
            if (file.startsWith(source)) {
                MemoryFile moved = files.remove(file);
                files.put(target.resolve(source.relativize(file)).normalize(), moved);
            }
        }
    }

    /** The names in a directory that were durable are so under its new name. */
    private void moveDurable(Path source, Path target) {
        for (Path file : List.copyOf(durableFiles.keySet())) {
            if (file.startsWith(source)) {
                MemoryFile moved = durableFiles.remove(file);
                durableFiles.put(target.resolve(source.relativize(file)).normalize(), moved);
            }
        }
    }

    /** A directory whose removal or new name is durable takes everything below with it. */
    private void forgetRemovedDirectories(Path parent) {
        for (Path child : List.copyOf(durableDirectories)) {
            if (parent.equals(child.getParent()) && !directories.contains(child)) {
                durableDirectories.removeIf(each -> each.startsWith(child));
                durableFiles.keySet().removeIf(file -> file.startsWith(child));
            }
        }
    }
}
