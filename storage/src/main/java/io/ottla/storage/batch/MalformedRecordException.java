package io.ottla.storage.batch;

import java.io.IOException;

/** A record's bytes contradict the format. */
final class MalformedRecordException extends IOException {
    MalformedRecordException(String message) {
        super(message);
    }
}
