package io.ottla.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open file shared by its users: closed when the last of them, the handle cache among them, has released it. Any thread. */
final class OpenFile {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFile.class);

    private final FileChannel channel;
    private final AtomicInteger references;
    private volatile boolean used = true;

    OpenFile(FileChannel channel, int references) {
        this.channel = channel;
        this.references = new AtomicInteger(references);
    }

    FileChannel channel() {
        return channel;
    }

    /** Adds a user, unless the file is closed or being closed. */
    boolean tryRetain() {
        int count = references.get();
        while (count > 0) {
            if (references.compareAndSet(count, count + 1)) {
                used = true;
                return channel.isOpen();
            }
            count = references.get();
        }
        return false;
    }

    void release() {
        int left = references.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("file released once more than it was retained");
        }
        if (left == 0) {
            close();
        }
    }

    /** Whether it was used since this was last asked. */
    boolean clearUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            LOG.warn("closing a file failed; its written data is not affected", failure);
        }
    }
}
