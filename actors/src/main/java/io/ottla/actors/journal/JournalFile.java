package io.ottla.actors.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's entries in one append-only file. Used by one thread at a time.
 *
 * <p>Opening reads every entry once. A last write that did not finish is cut off; damage before it is refused.
 */
final class JournalFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JournalFile.class);

    private final Path path;
    private final FileChannel channel;
    private @Nullable JournalEntry last;
    private long end;
    private boolean unusable;

    private JournalFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Opens the file, empty if there is none.
     *
     * @param each is shown every entry in it, oldest first
     * @throws JournalDamagedException if an entry other than the last is damaged
     */
    static JournalFile open(Path path, Consumer<JournalEntry> each) {
        try {
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            JournalFile file = new JournalFile(path, channel);
            file.load(each);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the journal " + path, e);
        }
    }

    /** The newest entry. */
    Optional<JournalEntry> last() {
        return Optional.ofNullable(last);
    }

    /**
     * Appends an entry and forces it to disk before it returns. A failed write is undone, so that the file can go on once
     * there is room again; after a failed force nothing is known about the disk any more and the file stays unusable.
     */
    void append(JournalEntry entry) throws IOException {
        if (unusable) {
            throw new IOException("an earlier failure of " + path + " left its state unknown until a restart");
        }
        ByteBuffer bytes = EntryCodec.encode(entry);
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
        last = entry;
    }

    private void undoWrite(IOException cause) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            unusable = true;
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the journal " + path, e);
        }
    }

    private void load(Consumer<JournalEntry> each) throws IOException {
        long size = channel.size();
        while (end < size) {
            Optional<JournalEntry> entry = readAt(end, size);
            if (entry.isEmpty()) {
                cutUnfinishedWrite(size);
                return;
            }
            long expected = last().map(JournalEntry::index).orElse(0L) + 1;
            if (entry.get().index() != expected) {
                throw damaged("entry " + entry.get().index() + " stands where entry " + expected + " should");
            }
            last = entry.get();
            each.accept(entry.get());
            end += EntryCodec.encode(entry.get()).remaining();
        }
    }

    private Optional<JournalEntry> readAt(long position, long size) throws IOException {
        if (size - position < EntryCodec.HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer header = read(position, EntryCodec.HEADER_BYTES);
        Optional<Integer> length = EntryCodec.bodyLength(header);
        long body = position + EntryCodec.HEADER_BYTES;
        if (length.isEmpty() || length.get() > size - body) {
            return Optional.empty();
        }
        return EntryCodec.decode(header.getInt(4), read(body, length.get()));
    }

    /** Cuts the file where the entries end, if what follows can only be a write that a crash interrupted. */
    private void cutUnfinishedWrite(long size) throws IOException {
        if (!isUnfinishedWrite(size)) {
            throw damaged("an entry is unreadable and others follow it");
        }
        log.warn("{}: unfinished write at position {}, cutting {} bytes", path, end, size - end);
        channel.truncate(end);
        channel.force(true);
    }

    private boolean isUnfinishedWrite(long size) throws IOException {
        long rest = size - end;
        if (rest < EntryCodec.HEADER_BYTES) {
            return true;
        }
        Optional<Integer> length = EntryCodec.bodyLength(read(end, EntryCodec.HEADER_BYTES));
        boolean reachesTheEnd = length.isPresent() && EntryCodec.HEADER_BYTES + (long) length.get() >= rest;
        return reachesTheEnd || onlyZeros(size);
    }

    /** A file that grew before its bytes arrived ends in zeros. */
    private boolean onlyZeros(long size) throws IOException {
        for (long position = end; position < size; ) {
            ByteBuffer chunk = read(position, (int) Math.min(64 * 1024, size - position));
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
                throw damaged("it ends at " + channel.size() + " inside an entry");
            }
        }
        return buffer.flip();
    }

    private JournalDamagedException damaged(String what) {
        return new JournalDamagedException("the journal " + path + " is damaged at position " + end + ": " + what
                + ". It holds the cluster's metadata: restore it from a backup, or start with an empty data folder.");
    }
}
