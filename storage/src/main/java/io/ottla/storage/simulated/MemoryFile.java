package io.ottla.storage.simulated;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The bytes of one file: as they are read now, and as they were last forced. */
final class MemoryFile {
    private byte[] bytes = {};
    private int size;
    private byte[] forced = {};

    synchronized int size() {
        return size;
    }

    synchronized byte[] content() {
        return Arrays.copyOf(bytes, size);
    }

    synchronized void setContent(byte[] content) {
        bytes = content.clone();
        size = content.length;
    }

    synchronized int read(ByteBuffer into, long position) {
        if (position >= size) {
            return into.hasRemaining() ? -1 : 0;
        }
        int length = Math.min(into.remaining(), size - (int) position);
        into.put(bytes, (int) position, length);
        return length;
    }

    synchronized void write(ByteBuffer from, long position, int length) {
        int end = Math.toIntExact(position + length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        if (position > size) {
            Arrays.fill(bytes, size, (int) position, (byte) 0);
        }
        from.get(bytes, (int) position, length);
        size = Math.max(size, end);
    }

    synchronized void truncate(long length) {
        size = (int) Math.min(size, length);
    }

    synchronized void force() {
        forced = content();
    }

    synchronized void revertToForced() {
        setContent(forced);
    }

    /** A file system may have written some of the unforced bytes, and may have made the file longer without writing them. */
    synchronized void revertTorn(RandomGenerator random) {
        int common = Math.min(size, forced.length);
        int same = Arrays.mismatch(bytes, 0, common, forced, 0, common);
        boolean onlyGrew = same < 0 && size > forced.length;
        if (onlyGrew) {
            int kept = random.nextInt(size - forced.length + 1);
            int zeros = random.nextBoolean() ? random.nextInt(size - forced.length - kept + 1) : 0;
            byte[] torn = Arrays.copyOf(Arrays.copyOf(bytes, forced.length + kept), forced.length + kept + zeros);
            setContent(torn);
        } else {
            revertToForced();
        }
        force();
    }
}
