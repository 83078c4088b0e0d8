package io.ottla.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** The three checkpoint files of a log directory: recovery points, log starts and high watermarks. */
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

    private DirectoryCheckpoints(Disk disk, Path directory) throws IOException {
        recoveryPointFile = new OffsetCheckpointFile(disk, directory, RECOVERY_POINTS);
        logStartFile = new OffsetCheckpointFile(disk, directory, LOG_STARTS);
        highWatermarkFile = new OffsetCheckpointFile(disk, directory, HIGH_WATERMARKS);
        recoveryPoints = new ConcurrentHashMap<>(recoveryPointFile.read());
        logStarts = new ConcurrentHashMap<>(logStartFile.read());
        highWatermarks = new ConcurrentHashMap<>(highWatermarkFile.read());
    }

    static DirectoryCheckpoints read(Disk disk, Path directory) throws IOException {
        return new DirectoryCheckpoints(disk, directory);
    }

    /** Takes over what a log says of itself. */
    void note(PartitionLog log) {
        LogView view = log.view();
        recoveryPoints.put(log.partition(), log.recoveryPoint());
        logStarts.put(log.partition(), view.logStartOffset());
        highWatermarks.put(log.partition(), view.highWatermark());
    }

    void forget(TopicPartition partition) {
        recoveryPoints.remove(partition);
        logStarts.remove(partition);
        highWatermarks.remove(partition);
    }

    long recoveryPoint(TopicPartition partition) {
        return recoveryPoints.getOrDefault(partition, 0L);
    }

    long logStart(TopicPartition partition) {
        return logStarts.getOrDefault(partition, 0L);
    }

    long highWatermark(TopicPartition partition) {
        return highWatermarks.getOrDefault(partition, 0L);
    }

    void write() throws IOException {
        recoveryPointFile.write(recoveryPoints);
        logStartFile.write(logStarts);
        highWatermarkFile.write(highWatermarks);
    }
}
