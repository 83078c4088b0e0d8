package io.ottla.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Entries of rising keys, in a file of fixed-width entries searched with positional reads: no memory map, no memory while unused.
 *
 * <pre>
 * .index:     relative offset (4) | position in the log (4)        key: relative offset of the batch's last record
 * .timeindex: timestamp (8)       | relative offset (4)            key: largest timestamp so far
 * </pre>
 *
 * New entries wait in memory and are written in groups; a crash loses them, and recovery makes them again. Writers: one thread. Readers: any, each
 * with the {@link IndexEntries} of its view; empty where the file is gone.
 */
final class SparseIndex {
    private static final int GROUP = 128;
    /** Ranges of at most so many entries are read at once. */
    private static final int BLOCK = 256;

    private final Disk disk;
    private final FileHandle file;
    private final int keyBytes;
    private final int entryBytes;
    private IndexEntries entries;
    private boolean fileExists;

    private SparseIndex(Disk disk, FileHandle file, int keyBytes, IndexEntries entries, boolean fileExists) {
        this.disk = disk;
        this.file = file;
        this.keyBytes = keyBytes;
        this.entryBytes = keyBytes + Integer.BYTES;
        this.entries = entries;
        this.fileExists = fileExists;
    }

    static SparseIndex ofOffsets(FileHandles handles, Path path, long fileBytes) {
        return open(handles, path, Integer.BYTES, fileBytes);
    }

    static SparseIndex ofTimes(FileHandles handles, Path path, long fileBytes) {
        return open(handles, path, Long.BYTES, fileBytes);
    }

    /** {@code fileBytes} is the file's size, negative when there is no file. */
    private static SparseIndex open(FileHandles handles, Path path, int keyBytes, long fileBytes) {
        int count = fileBytes < 0 ? 0 : Math.toIntExact(fileBytes / (keyBytes + Integer.BYTES));
        return new SparseIndex(
                handles.disk(), new FileHandle(handles, path), keyBytes, IndexEntries.inFile(count), fileBytes >= 0);
    }

    Path path() {
        return file.path();
    }

    int entryBytes() {
        return entryBytes;
    }

    IndexEntries entries() {
        return entries;
    }

    /** Adds an entry, in memory. */
    void append(long key, int value) {
        long[] keys = entries.keys();
        int[] values = entries.values();
        int pending = entries.pending();
        if (pending == keys.length) {
            keys = Arrays.copyOf(keys, Math.max(GROUP, 2 * pending));
            values = Arrays.copyOf(values, keys.length);
        }
        keys[pending] = key;
        values[pending] = value;
        entries = new IndexEntries(entries.inFile(), keys, values, pending + 1);
    }

    boolean hasFullGroup() {
        return entries.pending() >= GROUP;
    }

    /** Writes what waits in memory; the file exists afterwards. */
    void flush() throws IOException {
        if (!fileExists) {
            disk.open(file.path(), Disk.Mode.CREATE).close();
            fileExists = true;
        }
        if (entries.pending() == 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(entries.pending() * entryBytes);
        for (int i = 0; i < entries.pending(); i++) {
            putEntry(bytes, entries.keys()[i], entries.values()[i]);
        }
        OpenFile open = file.acquire();
        try {
            Io.writeFully(open.channel(), bytes.flip(), (long) entries.inFile() * entryBytes);
        } finally {
            open.release();
        }
        entries = IndexEntries.inFile(entries.count());
    }

    /** Leaves only the entries whose value, which rises with the key, is below this one. */
    void truncateToValuesBelow(int value) throws IOException {
        flush();
        int low = 0;
        int high = entries.inFile();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (valueInFile(middle) < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        truncateTo(low);
    }

    /** Leaves only the first so many entries. */
    private void truncateTo(int count) throws IOException {
        OpenFile open = file.acquire();
        try {
            open.channel().truncate((long) count * entryBytes);
        } finally {
            open.release();
        }
        entries = IndexEntries.inFile(count);
    }

    /** The last entry whose key is at most this one. */
    Optional<IndexEntry> floor(IndexEntries view, long key) throws IOException {
        if (view.pending() > 0 && view.keys()[0] <= key) {
            int found = Arrays.binarySearch(view.keys(), 0, view.pending(), key);
            int slot = found >= 0 ? found : -found - 2;
            return Optional.of(new IndexEntry(view.keys()[slot], view.values()[slot]));
        }
        return view.inFile() == 0 ? Optional.empty() : floorInFile(view.inFile(), key);
    }

    Optional<IndexEntry> last(IndexEntries view) throws IOException {
        if (view.pending() > 0) {
            int slot = view.pending() - 1;
            return Optional.of(new IndexEntry(view.keys()[slot], view.values()[slot]));
        }
        return view.inFile() == 0 ? Optional.empty() : floorInFile(view.inFile(), Long.MAX_VALUE);
    }

    /** Leaves no entry; the file exists afterwards. */
    void clear() throws IOException {
        entries = IndexEntries.inFile(0);
        flush();
        truncateTo(0);
    }

    void moveAside(String suffix) throws IOException {
        file.moveAside(suffix);
    }

    void markGone() {
        file.markGone();
    }

    void evict() {
        file.evict();
    }

    private int valueInFile(int entry) throws IOException {
        OpenFile open = file.acquire();
        try {
            return read(open.channel(), entry, 1).getInt(keyBytes);
        } finally {
            open.release();
        }
    }

    private Optional<IndexEntry> floorInFile(int count, long key) throws IOException {
        Optional<OpenFile> open = file.tryAcquire();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        try {
            return floorInFile(open.get().channel(), count, key);
        } finally {
            open.get().release();
        }
    }

    private Optional<IndexEntry> floorInFile(FileChannel channel, int count, long key) throws IOException {
        int low = key == Long.MAX_VALUE ? count - 1 : 0;
        int high = count;
        while (high - low > BLOCK) {
            int middle = (low + high) >>> 1;
            if (keyAt(read(channel, middle, 1), 0) <= key) {
                low = middle;
            } else {
                high = middle;
            }
        }
        ByteBuffer block = read(channel, low, high - low);
        int slot = high - low - 1;
        while (slot >= 0 && keyAt(block, slot) > key) {
            slot--;
        }
        return slot < 0
                ? Optional.empty()
                : Optional.of(new IndexEntry(keyAt(block, slot), block.getInt(slot * entryBytes + keyBytes)));
    }

    private ByteBuffer read(FileChannel channel, int entry, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count * entryBytes);
        Io.readFully(channel, bytes, (long) entry * entryBytes);
        return bytes;
    }

    private long keyAt(ByteBuffer block, int slot) {
        int at = slot * entryBytes;
        return keyBytes == Long.BYTES ? block.getLong(at) : block.getInt(at);
    }

    private void putEntry(ByteBuffer bytes, long key, int value) {
        if (keyBytes == Long.BYTES) {
            bytes.putLong(key);
        } else {
            bytes.putInt((int) key);
        }
        bytes.putInt(value);
    }
}
