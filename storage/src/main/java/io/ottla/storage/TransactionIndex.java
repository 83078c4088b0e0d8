package io.ottla.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The aborted transactions whose marker lies in one segment; most segments have none, and no file then.
 *
 * <pre>
 * .txnindex: version=0 (2) | producer id (8) | first offset (8) | last offset (8) | last stable offset (8)
 * </pre>
 *
 * Written by one thread; a reader reads as many entries as its view knows.
 */
final class TransactionIndex {
    static final int ENTRY_BYTES = 34;

    private final Disk disk;
    private final FileHandle file;
    private int count;
    private boolean fileExists;

    TransactionIndex(FileHandles handles, Path path, long fileBytes) {
        this.disk = handles.disk();
        this.file = new FileHandle(handles, path);
        this.fileExists = fileBytes >= 0;
        this.count = fileExists ? Math.toIntExact(fileBytes / ENTRY_BYTES) : 0;
    }

    Path path() {
        return file.path();
    }

    int count() {
        return count;
    }

    void append(AbortedTransaction transaction) throws IOException {
        if (!fileExists) {
            disk.open(file.path(), Disk.Mode.CREATE).close();
            fileExists = true;
        }
        ByteBuffer bytes = ByteBuffer.allocate(ENTRY_BYTES)
                .putShort((short) 0)
                .putLong(transaction.producerId())
                .putLong(transaction.firstOffset())
                .putLong(transaction.lastOffset())
                .putLong(transaction.lastStableOffset())
                .flip();
        OpenFile open = file.acquire();
        try {
            Io.writeFully(open.channel(), bytes, (long) count * ENTRY_BYTES);
        } finally {
            open.release();
        }
        count++;
    }

    void truncateTo(int entries) throws IOException {
        if (entries == count) {
            return;
        }
        OpenFile open = file.acquire();
        try {
            open.channel().truncate((long) entries * ENTRY_BYTES);
        } finally {
            open.release();
        }
        count = entries;
    }

    /** Leaves only the transactions whose marker lies below this offset. */
    void truncateToOffsetsBelow(long offset) throws IOException {
        long kept = read(count).orElse(List.of()).stream()
                .filter(transaction -> transaction.lastOffset() < offset)
                .count();
        truncateTo((int) kept);
    }

    /** The first so many entries; empty where the file is gone. */
    Optional<List<AbortedTransaction>> read(int entries) throws IOException {
        if (entries == 0) {
            return Optional.of(List.of());
        }
        Optional<OpenFile> open = file.tryAcquire();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(entries * ENTRY_BYTES);
        try {
            Io.readFully(open.get().channel(), bytes, 0);
        } finally {
            open.get().release();
        }
        return Optional.of(parse(bytes.flip()));
    }

    static List<AbortedTransaction> parse(ByteBuffer bytes) {
        List<AbortedTransaction> transactions = new ArrayList<>();
        while (bytes.remaining() >= ENTRY_BYTES) {
            bytes.getShort();
            transactions.add(
                    new AbortedTransaction(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong()));
        }
        return transactions;
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
}
