package io.ottla.storage;

import java.io.IOException;

/** Forcing to disk failed. Whatever the reason, nobody knows what of it is on the disk, so that this is lost (safety rule R7). */
final class ForceFailedException extends StorageException {
    ForceFailedException(String message, IOException cause) {
        super(message, cause);
    }
}
