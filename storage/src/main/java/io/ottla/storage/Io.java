package io.ottla.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Whole reads and writes on channels that may do them in pieces. */
final class Io {
    private Io() {}

    /** Writes all remaining bytes at a position. */
    static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Reads until the buffer is full or the file ends. Returns the bytes read. */
    static int readUpTo(FileChannel channel, ByteBuffer into, long position) throws IOException {
        int start = into.position();
        while (into.hasRemaining()) {
            int read = channel.read(into, position + into.position() - start);
            if (read < 0) {
                break;
            }
        }
        return into.position() - start;
    }

    /** Fills the buffer or fails. */
    static void readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
        readUpTo(channel, into, position);
        if (into.hasRemaining()) {
            throw new EOFException(
                    "the file ends " + into.remaining() + " bytes early, reading from position " + position);
        }
    }

    /** The whole content of a small file. */
    static ByteBuffer readFile(Disk disk, Path file) throws IOException {
        try (FileChannel channel = disk.open(file, Disk.Mode.READ)) {
            ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            readUpTo(channel, content, 0);
            return content.flip();
        }
    }
}
