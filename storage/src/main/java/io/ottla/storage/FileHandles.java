package io.ottla.storage;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The open files of a log directory: at most so many at a time, the ones unused longest closed first (second-chance order, so that using an open
 * file costs no lock). Files in use beyond the bound stay open until released. Any thread.
 */
final class FileHandles {
    private final Disk disk;
    private final int maxOpenFiles;
    private final PageCache pageCache;
    private final ArrayDeque<FileHandle> open = new ArrayDeque<>();

    FileHandles(Disk disk, int maxOpenFiles, PageCache pageCache) {
        this.disk = disk;
        this.maxOpenFiles = maxOpenFiles;
        this.pageCache = pageCache;
    }

    PageCache pageCache() {
        return pageCache;
    }

    Disk disk() {
        return disk;
    }

    synchronized void opened(FileHandle handle) {
        open.addLast(handle);
        // Each handle gets at most one second chance here, so the loop ends.
        for (int looks = 2 * open.size(); open.size() > maxOpenFiles && looks > 0; looks--) {
            FileHandle candidate = open.removeFirst();
            if (candidate == handle || !candidate.evictIfUnused()) {
                open.addLast(candidate);
            }
        }
    }

    /** Closes what has not been used since the last sweep, so that an idle log holds no open file. */
    synchronized void sweepIdle() {
        for (Iterator<FileHandle> handles = open.iterator(); handles.hasNext(); ) {
            if (handles.next().evictIfUnused()) {
                handles.remove();
            }
        }
    }

    /** How many files this cache holds open. */
    synchronized int openCount() {
        return (int) open.stream().filter(FileHandle::isOpen).count();
    }
}
