package io.ottla.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes the files of segments out of sight at once, by renaming, and hands out their deletion for later. */
final class SegmentDeletion {
    private SegmentDeletion() {}

    /** Renames in the order given, so that a crash in between leaves a log without gaps. Readers keep what they have open. */
    static Deletion of(Disk disk, Path directory, List<Segment> segments, long delayMs) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Segment segment : segments) {
            segment.markGone();
            for (String kind : SegmentFiles.ALL_KINDS) {
                Path file = SegmentFiles.path(directory, segment.baseOffset(), kind);
                if (disk.exists(file)) {
                    Path deleted = file.resolveSibling(file.getFileName() + SegmentFiles.DELETED);
                    disk.rename(file, deleted);
                    files.add(deleted);
                }
            }
        }
        return new Deletion(directory + ", " + files.size() + " files", delayMs, () -> delete(disk, files));
    }

    private static void delete(Disk disk, List<Path> files) {
        for (Path file : files) {
            try {
                disk.delete(file);
            } catch (IOException failure) {
                throw new StorageException(file + ": cannot be deleted", failure);
            }
        }
    }
}
