package io.ottla.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A file that is opened when needed and closed again when it has not been used for a while. Any thread. */
final class FileHandle {
    private final FileHandles handles;
    // Changes only under this handle's lock, together with the name of the file.
    private volatile Path path;
    private final AtomicReference<@Nullable OpenFile> current = new AtomicReference<>();
    private volatile boolean gone;

    FileHandle(FileHandles handles, Path path) {
        this.handles = handles;
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** The open file, retained for the caller who must release it; empty when the file has been deleted. */
    Optional<OpenFile> tryAcquire() {
        while (!gone) {
            OpenFile file = current.get();
            if (file != null) {
                if (file.tryRetain()) {
                    return Optional.of(file);
                }
                current.compareAndSet(file, null);
            } else {
                OpenFile opened = open();
                if (opened == null) {
                    return Optional.empty();
                }
                if (current.compareAndSet(null, opened)) {
                    handles.opened(this);
                    return Optional.of(opened);
                }
                opened.release();
                opened.release();
            }
        }
        return Optional.empty();
    }

    /** As {@link #tryAcquire}, where only a broken machine could have deleted the file. */
    OpenFile acquire() {
        return tryAcquire().orElseThrow(() -> new StorageException(path + ": the file is not there any more"));
    }

    /** Closes the file as soon as nobody uses it; the next use opens it again. */
    void evict() {
        OpenFile file = current.getAndSet(null);
        if (file != null) {
            file.release();
        }
    }

    /** Refuses further use: the file is about to be deleted or renamed. Who holds it now can go on reading. */
    void markGone() {
        gone = true;
        evict();
    }

    boolean isGone() {
        return gone;
    }

    boolean isOpen() {
        return current.get() != null;
    }

    /** Closes the file if nobody has used it since the last call. Returns whether it is closed now. */
    boolean evictIfUnused() {
        OpenFile file = current.get();
        if (file == null) {
            return true;
        }
        if (file.clearUsed()) {
            return false;
        }
        evict();
        return true;
    }

    /** Adds to the file's name, where it exists; who reads through this handle notices nothing. */
    synchronized void moveAside(String suffix) throws IOException {
        if (handles.disk().exists(path)) {
            Path target = path.resolveSibling(path.getFileName() + suffix);
            handles.disk().rename(path, target);
            path = target;
        }
    }

    private synchronized @Nullable OpenFile open() {
        try {
            // One reference for this handle, one for the caller.
            return new OpenFile(handles.disk().open(path, Disk.Mode.READ_WRITE), 2);
        } catch (NoSuchFileException absent) {
            if (gone) {
                return null;
            }
            throw new StorageException(path + ": the file is not there any more", absent);
        } catch (IOException failure) {
            throw new StorageException(path + ": cannot be opened", failure);
        }
    }
}
