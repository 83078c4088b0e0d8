package io.ottla.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The checkpoint files of a log directory: recovery points, log starts, high watermarks, and where compaction has come to. Any thread; what the files hold is never above what
 * a log holds, or recovery would believe offsets at which other records stand.
 */
final class DirectoryCheckpoints {
    static final String RECOVERY_POINTS = "recovery-point-offset-checkpoint";
    static final String LOG_STARTS = "log-start-offset-checkpoint";
    static final String HIGH_WATERMARKS = "replication-offset-checkpoint";
    static final String CLEANED = "cleaner-offset-checkpoint";

    private final OffsetCheckpointFile recoveryPointFile;
    private final OffsetCheckpointFile logStartFile;
    private final OffsetCheckpointFile highWatermarkFile;
    private final OffsetCheckpointFile cleanedFile;
    private final Map<TopicPartition, Long> recoveryPoints;
    private final Map<TopicPartition, Long> logStarts;
    private final Map<TopicPartition, Long> highWatermarks;
    private final Map<TopicPartition, Long> cleaned;
    // Whether the file of the cleaner differs from what is known here.
    private boolean cleanedUnwritten;
    // The partitions that the files on disk tell of, also when the maps have forgotten them.
    private final Set<TopicPartition> onDisk = new HashSet<>();

    private DirectoryCheckpoints(Disk disk, Path directory) throws IOException {
        recoveryPointFile = new OffsetCheckpointFile(disk, directory, RECOVERY_POINTS);
        logStartFile = new OffsetCheckpointFile(disk, directory, LOG_STARTS);
        highWatermarkFile = new OffsetCheckpointFile(disk, directory, HIGH_WATERMARKS);
        recoveryPoints = recoveryPointFile.read();
        logStarts = logStartFile.read();
        highWatermarks = highWatermarkFile.read();
        cleanedFile = new OffsetCheckpointFile(disk, directory, CLEANED);
        cleaned = cleanedFile.read();
        noteWritten();
    }

    static DirectoryCheckpoints read(Disk disk, Path directory) throws IOException {
        return new DirectoryCheckpoints(disk, directory);
    }

    /** Writes what these logs say of themselves, and what is known of others. */
    synchronized void write(Collection<PartitionLog> logs) throws IOException {
        for (PartitionLog log : logs) {
            LogView view = log.view();
            recoveryPoints.put(log.partition(), log.recoveryPoint());
            logStarts.put(log.partition(), view.logStartOffset());
            highWatermarks.put(log.partition(), view.highWatermark());
        }
        writeFiles();
    }

    /** A log is about to be cut to these offsets; on return no file tells of higher ones. */
    synchronized void lower(TopicPartition partition, long recoveryPoint, long logStart, long highWatermark)
            throws IOException {
        boolean lower = recoveryPoint < recoveryPoint(partition)
                || logStart < logStart(partition)
                || highWatermark < highWatermark(partition);
        if (lower) {
            recoveryPoints.merge(partition, recoveryPoint, Math::min);
            logStarts.merge(partition, logStart, Math::min);
            highWatermarks.merge(partition, highWatermark, Math::min);
            writeFiles();
        }
    }

    synchronized void forget(TopicPartition partition) {
        recoveryPoints.remove(partition);
        logStarts.remove(partition);
        highWatermarks.remove(partition);
        cleanedUnwritten |= cleaned.remove(partition) != null;
    }

    /** As {@link #forget}, of the files, too: another log of this name is about to begin. */
    synchronized void forgetForGood(TopicPartition partition) throws IOException {
        forget(partition);
        if (onDisk.contains(partition)) {
            writeFiles();
        }
    }

    synchronized long recoveryPoint(TopicPartition partition) {
        return recoveryPoints.getOrDefault(partition, 0L);
    }

    synchronized long logStart(TopicPartition partition) {
        return logStarts.getOrDefault(partition, 0L);
    }

    synchronized long highWatermark(TopicPartition partition) {
        return highWatermarks.getOrDefault(partition, 0L);
    }

    /** Everything below is compacted; 0 when that is not known. */
    synchronized long cleanedTo(TopicPartition partition) {
        return cleaned.getOrDefault(partition, 0L);
    }

    /** Notes where a compaction has come to; {@link #writeCleaned} makes it last. */
    synchronized void cleaned(TopicPartition partition, long offset) {
        cleaned.put(partition, offset);
        cleanedUnwritten = true;
    }

    /** A log ends here: what comes behind will not be compacted, even if this offset was passed before. On return no file says otherwise. */
    synchronized void lowerCleaned(TopicPartition partition, long endOffset) throws IOException {
        if (cleanedTo(partition) > endOffset) {
            cleaned(partition, endOffset);
            writeCleaned();
        }
    }

    /** Writes where compactions have come to, if that has changed. */
    synchronized void writeCleaned() throws IOException {
        if (cleanedUnwritten) {
            cleanedFile.write(cleaned);
            onDisk.addAll(cleaned.keySet());
            cleanedUnwritten = false;
        }
    }

    private void writeFiles() throws IOException {
        recoveryPointFile.write(recoveryPoints);
        logStartFile.write(logStarts);
        highWatermarkFile.write(highWatermarks);
        writeCleaned();
        noteWritten();
    }

    private void noteWritten() {
        onDisk.clear();
        onDisk.addAll(recoveryPoints.keySet());
        onDisk.addAll(logStarts.keySet());
        onDisk.addAll(highWatermarks.keySet());
        onDisk.addAll(cleaned.keySet());
    }
}
