package io.ottla.actors.journal;

import io.ottla.actors.journal.state.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's entries after a snapshot, in one file: {@code journal.log}. Used by one thread at a time.
 *
 * <p>Opening reads it once. A last write that did not finish is cut off; any other damage is refused. What shall begin anew is
 * written beside it and takes its name, so that a crash leaves the old file or the new one.
 */
final class JournalFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JournalFile.class);
    private static final int ZEROS_AT_ONCE = 64 * 1024;

    private final Path path;
    private FileChannel channel;
    private Frame.Base base = new Frame.Base(0, 0, 0);
    private final List<Entry> entries = new ArrayList<>();
    private long commitIndex;
    private long end;
    private boolean unusable;

    private JournalFile(Path path) throws IOException {
        this.path = path;
        this.channel = channel(path);
    }

    /**
     * Opens the file, empty if there is none.
     *
     * @throws JournalDamagedException if something else than an unfinished last write is damaged
     */
    static JournalFile open(Path path) {
        try {
            JournalFile file = new JournalFile(path);
            try {
                file.load();
            } catch (IOException | RuntimeException e) {
                file.channel.close();
                throw e;
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the journal " + path, e);
        }
    }

    /** Whether there is no such file, or one that was only formatted. */
    static boolean isUnused(Path path) {
        return !Files.exists(path)
                || size(path) == new Frame.Base(0, 0, 0).encode().remaining();
    }

    /** Whether the file was begun by the first version, which wrote no base. */
    static boolean isOfFirstVersion(Path path) {
        if (!Files.exists(path)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer version = ByteBuffer.allocate(1);
            return channel.read(version, Frame.HEADER_BYTES) < 1 || version.get(0) == 1;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the journal " + path, e);
        }
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the journal " + path, e);
        }
    }

    /** What it begins after. */
    Frame.Base base() {
        return base;
    }

    /** The entries that were in it when it was opened; they can be asked for once. */
    List<Entry> takeEntries() {
        List<Entry> taken = List.copyOf(entries);
        entries.clear();
        return taken;
    }

    /** The newest entry that was known to be committed when something was last written. */
    long commitIndex() {
        return commitIndex;
    }

    /** Whether a failure left the state of the disk unknown until a restart. */
    boolean isUnusable() {
        return unusable;
    }

    /**
     * Appends entries and forces them to disk before it returns. A failed write is undone, so that the file can go on once
     * there is room again; after a failed force nothing is known about the disk any more and the file stays unusable.
     */
    void append(List<Entry> more, long newCommitIndex) throws IOException {
        requireUsable();
        ByteBuffer bytes = new Frame.Write(newCommitIndex, more).encode();
        int size = bytes.remaining();
        try {
            for (long position = end; bytes.hasRemaining(); ) {
                position += channel.write(bytes, position);
            }
        } catch (IOException e) {
            undoWrite(e);
            throw e;
        }
        unusable = true;
        channel.force(false);
        unusable = false;
        end += size;
    }

    /** Begins anew after this snapshot with these entries: on disk when this returns, the old file until then. */
    void restart(Frame.Base newBase, List<Entry> first) throws IOException {
        requireUsable();
        ByteBuffer begin = newBase.encode();
        ByteBuffer rest =
                first.isEmpty() ? ByteBuffer.allocate(0) : new Frame.Write(newBase.commitIndex(), first).encode();
        ByteBuffer whole = ByteBuffer.allocate(begin.remaining() + rest.remaining())
                .put(begin)
                .put(rest)
                .flip();
        int size = whole.remaining();
        unusable = true;
        DurableFile.replace(path, whole);
        channel.close();
        channel = channel(path);
        unusable = false;
        end = size;
        base = newBase;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the journal " + path, e);
        }
    }

    private static FileChannel channel(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void requireUsable() throws IOException {
        if (unusable) {
            throw new IOException("an earlier failure of " + path + " left its state unknown until a restart");
        }
    }

    private void undoWrite(IOException cause) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            unusable = true;
            cause.addSuppressed(e);
        }
    }

    private void load() throws IOException {
        long size = channel.size();
        while (end < size) {
            Optional<Frame> frame = readAt(end, size);
            if (frame.isEmpty()) {
                cutUnfinishedWrite(size);
                return;
            }
            take(frame.get());
            end += Frame.HEADER_BYTES + (long) read(end, Frame.HEADER_BYTES).getInt();
        }
    }

    private void take(Frame frame) {
        if (frame instanceof Frame.Base first && end == 0) {
            base = first;
            commitIndex = first.commitIndex();
        } else if (frame instanceof Frame.Write write) {
            for (Entry entry : write.entries()) {
                long expected = base.index() + entries.size() + 1;
                if (entry.index() != expected) {
                    throw damaged("entry " + entry.index() + " stands where entry " + expected + " should");
                }
                entries.add(entry);
            }
            commitIndex = Math.max(commitIndex, write.commitIndex());
        } else {
            throw damaged("there is something else than entries");
        }
    }

    private Optional<Frame> readAt(long position, long size) throws IOException {
        if (size - position < Frame.HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer header = read(position, Frame.HEADER_BYTES);
        int length = header.getInt(0);
        long body = position + Frame.HEADER_BYTES;
        if (length <= 0 || length > size - body) {
            return Optional.empty();
        }
        return Frame.decode(header.getInt(4), read(body, length));
    }

    /** Cuts the file where the entries end, if what follows can only be a write that a crash interrupted. */
    private void cutUnfinishedWrite(long size) throws IOException {
        if (!isUnfinishedWrite(size)) {
            throw damaged("a write is unreadable and others follow it");
        }
        log.warn("{}: unfinished write at position {}, cutting {} bytes", path, end, size - end);
        channel.truncate(end);
        channel.force(true);
    }

    private boolean isUnfinishedWrite(long size) throws IOException {
        long rest = size - end;
        if (rest < Frame.HEADER_BYTES) {
            return true;
        }
        int length = read(end, Frame.HEADER_BYTES).getInt(0);
        boolean reachesTheEnd = length > 0 && Frame.HEADER_BYTES + (long) length >= rest;
        return reachesTheEnd || onlyZeros(size);
    }

    /** A file that grew before its bytes arrived ends in zeros. */
    private boolean onlyZeros(long size) throws IOException {
        for (long position = end; position < size; ) {
            ByteBuffer chunk = read(position, (int) Math.min(ZEROS_AT_ONCE, size - position));
            position += chunk.remaining();
            while (chunk.hasRemaining()) {
                if (chunk.get() != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw damaged("it ends at " + channel.size() + " inside a write");
            }
        }
        return buffer.flip();
    }

    private JournalDamagedException damaged(String what) {
        return new JournalDamagedException("the journal " + path + " is damaged at position " + end + ": " + what);
    }
}
