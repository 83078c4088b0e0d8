package io.ottla.storage;

import io.ottla.storage.batch.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.record.internal.CompressionType;

/**
 * Prints the files of a partition's folder, one line for each batch or entry: what {@code ottla log dump} shows. Reads only, so it may look at a log
 * in use; one thread.
 */
public final class LogDump {
    private final Disk disk;
    private final boolean records;

    /** A dump that shows the records of each batch, too, where {@code records} is set. */
    public LogDump(Disk disk, boolean records) {
        this.disk = disk;
        this.records = records;
    }

    /**
     * Prints a file, whose kind its name tells: {@code .log}, {@code .index}, {@code .timeindex}, {@code .txnindex}, {@code .snapshot} or a checkpoint.
     * Throws {@link IOException} when it cannot be read, {@link IllegalArgumentException} when it is of another kind.
     */
    public void dump(Path file, Appendable out) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(SegmentFiles.LOG)) {
            dumpLog(file, out);
        } else {
            IndexDump.dump(name, Io.readFile(disk, file), out);
        }
    }

    private void dumpLog(Path file, Appendable out) throws IOException {
        try (FileChannel channel = disk.open(file, Disk.Mode.READ)) {
            int size = Math.toIntExact(channel.size());
            BatchCursor cursor = new BatchCursor(channel, 0, size, BatchCursor.SCAN_WINDOW);
            while (cursor.next()) {
                dumpBatch(cursor, out);
            }
            if (!cursor.isIntact()) {
                out.append("no batch at position " + cursor.position() + ", " + (size - cursor.position())
                        + " bytes are left\n");
            }
        }
    }

    private void dumpBatch(BatchCursor cursor, Appendable out) throws IOException {
        boolean intact = cursor.crcMatches();
        ByteBuffer header = cursor.headerBytes();
        out.append("offsets " + BatchHeader.baseOffset(header, 0) + ".." + BatchHeader.lastOffset(header, 0))
                .append(" position " + cursor.position() + " size " + cursor.sizeInBytes())
                .append(" records " + BatchHeader.recordCount(header, 0))
                .append(" epoch " + BatchHeader.leaderEpoch(header, 0))
                .append(BatchHeader.isLogAppendTime(header, 0) ? " logAppendTime " : " maxTimestamp ")
                .append(Long.toString(BatchHeader.maxTimestamp(header, 0)))
                .append(" compression " + compressionName(BatchHeader.compressionId(header, 0)))
                .append(producer(header))
                .append(BatchHeader.isTransactional(header, 0) ? " transactional" : "")
                .append(BatchHeader.isControl(header, 0) ? " control" : "")
                .append(intact ? " crc ok\n" : " crc WRONG\n");
        if (records && intact) {
            RecordDump.dump(cursor.batchBytes(), out);
        }
    }

    private static String producer(ByteBuffer header) {
        return BatchHeader.producerId(header, 0) < 0
                ? ""
                : " producer " + BatchHeader.producerId(header, 0) + " producerEpoch "
                        + BatchHeader.producerEpoch(header, 0) + " sequence " + BatchHeader.baseSequence(header, 0)
                        + ".."
                        + BatchHeader.lastSequence(header, 0);
    }

    private static String compressionName(int id) {
        return Optional.of(id)
                .filter(known -> known <= CompressionType.ZSTD.id)
                .map(known -> CompressionType.forId(known).name)
                .orElse("unknown(" + id + ")");
    }
}
