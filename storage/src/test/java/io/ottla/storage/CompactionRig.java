package io.ottla.storage;

import static io.ottla.storage.Fixture.NOW;
import static io.ottla.storage.Fixture.bytes;
import static io.ottla.storage.Fixture.text;

import io.ottla.storage.compaction.CompactionOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;

/** Keyed records, compactions that run at once, and what is left afterwards. */
final class CompactionRig {
    static final LogConfig COMPACTED = LogConfig.builder()
            .segmentBytes(400)
            .indexIntervalBytes(100)
            .fileDeleteDelayMs(0)
            .cleanupPolicy(Set.of(CleanupPolicy.COMPACT))
            .build();

    private CompactionRig() {}

    /** A record as it is in the log; the value is null in a tombstone. */
    record Kept(long offset, String key, @Nullable String value) {}

    static SimpleRecord record(String key, @Nullable String value) {
        return new SimpleRecord(NOW, bytes(key), value == null ? null : bytes(value));
    }

    static MemoryRecords batchOf(SimpleRecord... records) {
        return MemoryRecords.withRecords(Compression.NONE, records);
    }

    static void put(PartitionLog log, String key, @Nullable String value) {
        Fixture.append(log, batchOf(record(key, value)));
        log.updateHighWatermark(log.view().logEndOffset());
    }

    /** Seals what is there, so that it can be compacted. */
    static void seal(PartitionLog log) {
        int before = log.view().segmentCount();
        while (log.view().segmentCount() == before) {
            put(log, "filler", "x".repeat(50));
        }
    }

    static CompactionResult compact(PartitionLog log, long nowMs) {
        return compact(log, nowMs, CompactionOptions.DEFAULT);
    }

    static CompactionResult compact(PartitionLog log, long nowMs, CompactionOptions options) {
        return log.startCompaction(nowMs).run(options, moved -> {}, ownerOf(log));
    }

    static CompactionOwner ownerOf(PartitionLog log) {
        return new CompactionOwner() {
            @Override
            public boolean replace(CompactedSegment compacted) {
                return log.replaceSegments(compacted)
                        .map(deletion -> {
                            deletion.run();
                            return true;
                        })
                        .orElse(false);
            }

            @Override
            public void finish(LogCompaction compaction, long endOffset) {
                log.finishCompaction(compaction, endOffset);
            }
        };
    }

    /** All data records. */
    static List<Kept> records(LogView view) {
        List<Kept> kept = new ArrayList<>();
        for (MutableRecordBatch batch : batches(view)) {
            if (!batch.isControlBatch()) {
                for (Record record : batch) {
                    kept.add(new Kept(
                            record.offset(), text(record.key()), record.hasValue() ? text(record.value()) : null));
                }
            }
        }
        return kept;
    }

    static List<MutableRecordBatch> batches(LogView view) {
        List<MutableRecordBatch> batches = new ArrayList<>();
        long offset = view.logStartOffset();
        while (offset < view.logEndOffset()) {
            LogSlice slice = ((ReadResult.Read) view.read(offset, 500, view.logEndOffset(), true)).slice();
            ByteBuffer bytes = ByteBuffer.allocate(slice.length());
            slice.copyTo(bytes);
            slice.release();
            for (MutableRecordBatch batch :
                    MemoryRecords.readableRecords(bytes.flip()).batches()) {
                batch.ensureValid();
                batches.add(batch);
                offset = batch.lastOffset() + 1;
            }
        }
        return batches;
    }

    /** What a reader that keeps the last value of every key ends with. */
    static Map<String, String> table(List<Kept> records) {
        Map<String, String> table = new TreeMap<>();
        for (Kept record : records) {
            if (record.value() == null) {
                table.remove(record.key());
            } else {
                table.put(record.key(), record.value());
            }
        }
        return table;
    }
}
