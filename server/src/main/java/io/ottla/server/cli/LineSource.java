package io.ottla.server.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of a stream as bytes, whatever their encoding. A line ends with LF or CR LF; the last one may lack it.
 */
final class LineSource {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final int lineBytesMax;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long lines;

    /** Reads lines of at most so many bytes. */
    LineSource(InputStream in, int lineBytesMax) {
        this.in = in;
        this.lineBytesMax = lineBytesMax;
    }

    /** The next line, or nothing at the end. */
    Optional<byte[]> next() throws IOException {
        if (!fill()) {
            return Optional.empty();
        }
        lines++;
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        do {
            int end = endOfLine();
            line.write(buffer, position, end - position);
            requireBound(line.size());
            position = end;
            if (position < limit) {
                position++; // The line feed.
                return Optional.of(withoutCarriageReturn(line.toByteArray()));
            }
        } while (fill());
        return Optional.of(line.toByteArray());
    }

    private int endOfLine() {
        int end = position;
        while (end < limit && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    private void requireBound(int bytes) {
        if (bytes > lineBytesMax) {
            throw new CommandFailure(
                    "line " + lines + " is longer than " + Words.bytes(lineBytesMax) + ", more than a record may hold");
        }
    }

    private static byte[] withoutCarriageReturn(byte[] line) {
        boolean present = line.length > 0 && line[line.length - 1] == '\r';
        return present ? Arrays.copyOf(line, line.length - 1) : line;
    }
}
