package io.ottla.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Names of the files of a segment: 20 digits of its base offset and a suffix that tells the kind. */
final class SegmentFiles {
    static final String LOG = ".log";
    static final String OFFSET_INDEX = ".index";
    static final String TIME_INDEX = ".timeindex";
    static final String TRANSACTION_INDEX = ".txnindex";
    static final String SNAPSHOT = ".snapshot";
    /** Appended to a file that has left the log. */
    static final String DELETED = ".deleted";
    /** Everything that belongs to one segment, the log first: without it the rest is nothing. */
    static final List<String> ALL_KINDS = List.of(LOG, OFFSET_INDEX, TIME_INDEX, TRANSACTION_INDEX, SNAPSHOT);

    /** Appended to a file that a compaction is writing. */
    static final String CLEANED = ".cleaned";
    /** Appended to a file that a compaction has written, while it takes its place. */
    static final String SWAP = ".swap";
    /** What a compaction writes anew, in the order in which the files change their names: a segment whose log has its name is whole. */
    static final List<String> OF_COMPACTION = List.of(OFFSET_INDEX, TIME_INDEX, TRANSACTION_INDEX, LOG);

    private static final int DIGITS = 20;

    private SegmentFiles() {}

    static Path path(Path directory, long offset, String kind) {
        String digits = Long.toString(offset);
        return directory.resolve("0".repeat(DIGITS - digits.length()) + digits + kind);
    }

    /** The offset in a file name of this kind. */
    static OptionalLong offset(String name, String kind) {
        if (name.length() != DIGITS + kind.length() || !name.endsWith(kind)) {
            return OptionalLong.empty();
        }
        String digits = name.substring(0, DIGITS);
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9') || digits.charAt(0) != '0') {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(digits));
    }
}
