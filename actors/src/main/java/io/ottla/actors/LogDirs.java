package io.ottla.actors;

import java.util.List;

/** The node's log directories, for those who describe them. */
@FunctionalInterface
public interface LogDirs {
    /** Every configured directory, as it is now. */
    List<Description> describe();

    /**
     * One log directory.
     *
     * @param path where it is
     * @param failed whether it is offline because of a disk error
     * @param totalBytes the size of its volume, -1 if unknown
     * @param usableBytes what is free on its volume, -1 if unknown
     */
    record Description(String path, boolean failed, long totalBytes, long usableBytes) {}
}
