package io.ottla.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The three checkpoint files of a log directory: recovery points, log starts and high watermarks. Any thread; what the files hold is never above what
 * a log holds, or recovery would believe offsets at which other records stand.
 */
final class DirectoryCheckpoints {
    static final String RECOVERY_POINTS = "recovery-point-offset-checkpoint";
    static final String LOG_STARTS = "log-start-offset-checkpoint";
    static final String HIGH_WATERMARKS = "replication-offset-checkpoint";

    private final OffsetCheckpointFile recoveryPointFile;
    private final OffsetCheckpointFile logStartFile;
    private final OffsetCheckpointFile highWatermarkFile;
    private final Map<TopicPartition, Long> recoveryPoints;
    private final Map<TopicPartition, Long> logStarts;
    private final Map<TopicPartition, Long> highWatermarks;
    // The partitions that the files on disk tell of, also when the maps have forgotten them.
    private final Set<TopicPartition> onDisk = new HashSet<>();

    private DirectoryCheckpoints(Disk disk, Path directory) throws IOException {
        recoveryPointFile = new OffsetCheckpointFile(disk, directory, RECOVERY_POINTS);
        logStartFile = new OffsetCheckpointFile(disk, directory, LOG_STARTS);
        highWatermarkFile = new OffsetCheckpointFile(disk, directory, HIGH_WATERMARKS);
        recoveryPoints = recoveryPointFile.read();
        logStarts = logStartFile.read();
        highWatermarks = highWatermarkFile.read();
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

    private void writeFiles() throws IOException {
        recoveryPointFile.write(recoveryPoints);
        logStartFile.write(logStarts);
        highWatermarkFile.write(highWatermarks);
        noteWritten();
    }

    private void noteWritten() {
        onDisk.clear();
        onDisk.addAll(recoveryPoints.keySet());
        onDisk.addAll(logStarts.keySet());
        onDisk.addAll(highWatermarks.keySet());
    }
}
