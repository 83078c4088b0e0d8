package io.ottla.storage;

/** A reader's view names a segment that has been deleted since; always turned into a value before it leaves this package. */
final class SegmentGoneException extends RuntimeException {
    SegmentGoneException(long baseOffset) {
        super("segment " + baseOffset + " has been deleted", null, false, false);
    }
}
