package io.ottla.storage.batch;

import java.io.IOException;

/** A compressed batch holds more than is accepted. */
final class DecompressedTooLargeException extends IOException {
    DecompressedTooLargeException(long maxBytes) {
        super("the batch holds more than " + maxBytes + " bytes when decompressed");
    }
}
