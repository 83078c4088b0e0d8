package io.ottla.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;

/** Tells a broken disk from a full one, after which writing can go on when there is room again, and from a damaged log, which is one partition's. */
public final class DiskErrors {
    /** What Linux, macOS and the simulated disk say when no block is left. */
    public static final String NO_SPACE_LEFT = "No space left on device";

    private static final List<String> BROKEN =
            List.of("input/output error", "read-only file system", "structure needs cleaning", "stale file handle");

    private DiskErrors() {}

    /** Whether the failure only means that the disk (or the user's quota of it) is full. */
    public static boolean isOutOfSpace(IOException failure) {
        String message = lowerCase(failure);
        return message.contains("no space left")
                || message.contains("not enough space on the disk")
                || message.contains("disk quota exceeded");
    }

    /**
     * Whether the failure says by itself that the disk is broken. Contents that are not what they should be, or a file that is missing, do not:
     * {@link LogDirectory#isFailedBy} asks the disk then.
     */
    static boolean isOfTheDisk(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ForceFailedException) {
                return true;
            }
            if (cause instanceof IOException error) {
                return isOfTheDisk(error);
            }
        }
        return false;
    }

    private static boolean isOfTheDisk(IOException failure) {
        if (failure instanceof FileSystemException) {
            // Opening, listing, renaming: that can go wrong for what one file is, too.
            String message = lowerCase(failure);
            return BROKEN.stream().anyMatch(message::contains);
        }
        return !isOutOfSpace(failure) && !isOfTheProcess(failure) && !(failure instanceof EOFException);
    }

    /** Whether it is the process that has come to a limit, so that the disk was not even asked. */
    static boolean isOfTheProcess(IOException failure) {
        return failure instanceof ClosedChannelException || lowerCase(failure).contains("too many open files");
    }

    private static String lowerCase(IOException failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    }
}
