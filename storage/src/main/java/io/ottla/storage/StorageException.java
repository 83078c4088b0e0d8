package io.ottla.storage;

import org.jspecify.annotations.Nullable;

/** A broken machine: the disk failed or holds what it should not. The log cannot be used any more, see {@link LogDirectory#isFailedBy}. */
public class StorageException extends RuntimeException {
    /** Tells which file, at which position, and what was expected. */
    public StorageException(String message) {
        super(message);
    }

    /** Tells which file, at which position, and what was expected. */
    public StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
