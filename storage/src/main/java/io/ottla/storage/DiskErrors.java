package io.ottla.storage;

import java.io.IOException;
import java.util.Locale;

/** Tells a full disk, after which writing can go on when there is room again, from a broken one. */
public final class DiskErrors {
    /** What Linux, macOS and the simulated disk say when no block is left. */
    public static final String NO_SPACE_LEFT = "No space left on device";

    private DiskErrors() {}

    /** Whether the failure only means that the disk (or the user's quota of it) is full. */
    public static boolean isOutOfSpace(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left")
                || message.contains("not enough space on the disk")
                || message.contains("disk quota exceeded");
    }
}
