package io.ottla.storage;

/**
 * One child of a directory.
 *
 * @param name the last part of its path
 * @param bytes its size; meaningless for a directory
 * @param modifiedMs when it was last written, in milliseconds since the epoch
 * @param directory whether it is a directory
 */
public record DirectoryEntry(String name, long bytes, long modifiedMs, boolean directory) {}
