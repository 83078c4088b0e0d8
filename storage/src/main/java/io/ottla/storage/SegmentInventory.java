package io.ottla.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of a partition's folder, sorted into segments; what earlier deletions left over is deleted. */
final class SegmentInventory {
    private final LogContext context;
    private final Path directory;
    private final TreeMap<Long, Map<String, Long>> bytesByKind = new TreeMap<>();
    private final Map<Long, Long> modifiedMs = new HashMap<>();

    private SegmentInventory(LogContext context, Path directory) {
        this.context = context;
        this.directory = directory;
    }

    static SegmentInventory read(LogContext context, Path directory) throws IOException {
        new SwapRecovery(context.disk(), directory).run();
        SegmentInventory inventory = new SegmentInventory(context, directory);
        for (DirectoryEntry entry : context.disk().list(directory)) {
            if (entry.name().endsWith(SegmentFiles.DELETED) || entry.name().endsWith(AtomicFile.TEMPORARY)) {
                context.disk().delete(directory.resolve(entry.name()));
            } else {
                inventory.add(entry);
            }
        }
        inventory.deleteOrphans();
        return inventory;
    }

    /** One object for each log file, in the order of their offsets. */
    List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        bytesByKind.forEach((offset, bytes) -> segments.add(
                new Segment(context.handles(), directory, offset, "", bytes, modifiedMs.getOrDefault(offset, 0L))));
        return segments;
    }

    /** Whether both indexes are there and consist of whole entries. */
    boolean hasIndexes(long baseOffset) {
        Map<String, Long> bytes = bytesByKind.getOrDefault(baseOffset, Map.of());
        return isWhole(bytes.get(SegmentFiles.OFFSET_INDEX), 8) && isWhole(bytes.get(SegmentFiles.TIME_INDEX), 12);
    }

    private static boolean isWhole(@Nullable Long bytes, int entryBytes) {
        return bytes != null && bytes % entryBytes == 0;
    }

    private void add(DirectoryEntry entry) {
        for (String kind : SegmentFiles.ALL_KINDS) {
            OptionalLong offset = SegmentFiles.offset(entry.name(), kind);
            if (offset.isPresent() && !kind.equals(SegmentFiles.SNAPSHOT)) {
                bytesByKind
                        .computeIfAbsent(offset.getAsLong(), unused -> new HashMap<>())
                        .put(kind, entry.bytes());
                if (kind.equals(SegmentFiles.LOG)) {
                    modifiedMs.put(offset.getAsLong(), entry.modifiedMs());
                }
            }
        }
    }

    private void deleteOrphans() throws IOException {
        for (Map.Entry<Long, Map<String, Long>> segment : List.copyOf(bytesByKind.entrySet())) {
            if (!segment.getValue().containsKey(SegmentFiles.LOG)) {
                for (String kind : segment.getValue().keySet()) {
                    context.disk().delete(SegmentFiles.path(directory, segment.getKey(), kind));
                }
                bytesByKind.remove(segment.getKey());
            }
        }
    }
}
