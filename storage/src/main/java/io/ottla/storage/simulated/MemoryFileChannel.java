package io.ottla.storage.simulated;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A channel on a {@link MemoryFile}. Maps and locks are not supported: the log uses neither. */
final class MemoryFileChannel extends FileChannel {
    private final InMemoryDisk disk;
    private final MemoryFile file;
    private final int incarnation;
    private final boolean writable;
    private long position;

    MemoryFileChannel(InMemoryDisk disk, MemoryFile file, int incarnation, boolean writable) {
        this.disk = disk;
        this.file = file;
        this.incarnation = incarnation;
        this.writable = writable;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int read = read(target, position);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public int read(ByteBuffer target, long at) throws IOException {
        requireUsable();
        return file.read(target, at);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            int read = read(targets[i]);
            if (read < 0) {
                return total == 0 ? -1 : total;
            }
            total += read;
        }
        return total;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int written = write(source, position);
        position += written;
        return written;
    }

    @Override
    public int write(ByteBuffer source, long at) throws IOException {
        requireWritable();
        int length = disk.admitWrite(file, at + source.remaining(), source.remaining());
        file.write(source, at, length);
        return length;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += write(sources[i]);
        }
        return total;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws IOException {
        requireUsable();
        return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        requireWritable();
        file.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        requireUsable();
        file.force();
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(count, size() - at)));
        read(bytes, at);
        return target.write(bytes.flip());
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(count));
        source.read(bytes);
        return write(bytes.flip(), at);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
        throw new UnsupportedOperationException("a file in memory cannot be mapped");
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) {
        throw new UnsupportedOperationException("locks are taken through the disk");
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) {
        throw new UnsupportedOperationException("locks are taken through the disk");
    }

    @Override
    protected void implCloseChannel() {
        position = 0;
    }

    private void requireWritable() throws IOException {
        requireUsable();
        if (!writable) {
            throw new NonWritableChannelException();
        }
    }

    private void requireUsable() throws IOException {
        if (!isOpen() || !disk.isAlive(incarnation)) {
            throw new ClosedChannelException();
        }
        disk.requireWorking();
    }
}
