package io.ottla.protocol.net;

import io.ottla.storage.AppendContext;
import io.ottla.storage.Disk;
import io.ottla.storage.LogConfig;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import io.ottla.storage.LogSlice;
import io.ottla.storage.PartitionLog;
import io.ottla.storage.ReadResult;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** A real log on a real disk, to take slices from. */
final class LogSlices implements AutoCloseable {
    private final Random random = new Random(7);
    private final LogDirectory directory;
    private final PartitionLog log;

    LogSlices(Path folder) {
        directory = LogDirectory.open(Disk.real(), folder, LogDirectoryOptions.DEFAULT);
        log = directory.openLog(new TopicPartition("t", 0), Uuid.randomUuid(), LogConfig.DEFAULT, 0);
        log.startLeaderEpoch(0);
    }

    /** A slice of one batch with a record of so many bytes. */
    LogSlice slice(int valueBytes) {
        byte[] value = new byte[valueBytes];
        random.nextBytes(value);
        long offset = log.view().logEndOffset();
        log.appendAsLeader(
                MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(1L, value)), AppendContext.client(0, 1L));
        ReadResult read = log.view().read(offset, Integer.MAX_VALUE, Long.MAX_VALUE, true);
        return ((ReadResult.Read) read).slice();
    }

    /** Cuts the whole log off. */
    void cut() {
        log.truncateTo(0);
    }

    /** The bytes of a slice, which stays as it is. */
    static ByteBuffer bytesOf(LogSlice slice) {
        ByteBuffer bytes = ByteBuffer.allocate(slice.length());
        slice.copyTo(bytes);
        return bytes.flip();
    }

    /** Files that are open now, those in use by slices among them. */
    int openFiles() {
        return directory.openFiles();
    }

    @Override
    public void close() {
        log.close();
        directory.close();
    }
}
