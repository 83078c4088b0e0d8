package io.ottla.storage;

import io.ottla.storage.simulated.InMemoryDisk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Records, logs and what tests ask of them. */
final class Fixture {
    static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    static final Uuid TOPIC_ID = new Uuid(7, 42);
    static final Path ROOT = Path.of("/logs");
    static final long NOW = 1_700_000_000_000L;
    static final LogConfig SMALL = LogConfig.builder()
            .segmentBytes(2_000)
            .indexIntervalBytes(200)
            .fileDeleteDelayMs(0)
            .build();

    private Fixture() {}

    static LogDirectory directory(Disk disk) {
        return LogDirectory.open(disk, ROOT, LogDirectoryOptions.DEFAULT);
    }

    static PartitionLog open(LogDirectory directory, LogConfig config) {
        return directory.openLog(PARTITION, TOPIC_ID, config, NOW);
    }

    static PartitionLog newLog(LogConfig config) {
        return open(directory(new InMemoryDisk()), config);
    }

    static SimpleRecord record(String value) {
        return record(value, NOW);
    }

    static SimpleRecord record(String value, long timestamp) {
        return new SimpleRecord(timestamp, bytes("key-" + value), bytes(value));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static MemoryRecords batch(String... values) {
        return batchAt(NOW, values);
    }

    static MemoryRecords batchAt(long timestamp, String... values) {
        SimpleRecord[] records = IntStream.range(0, values.length)
                .mapToObj(i -> record(values[i], timestamp))
                .toArray(SimpleRecord[]::new);
        return MemoryRecords.withRecords(Compression.NONE, records);
    }

    static MemoryRecords idempotent(long producerId, int epoch, int sequence, String... values) {
        return MemoryRecords.withIdempotentRecords(
                Compression.NONE, producerId, (short) epoch, sequence, records(values));
    }

    static MemoryRecords transactional(long producerId, int epoch, int sequence, String... values) {
        return MemoryRecords.withTransactionalRecords(
                Compression.NONE, producerId, (short) epoch, sequence, records(values));
    }

    static MemoryRecords marker(long producerId, int epoch, ControlRecordType type, int coordinatorEpoch) {
        return MemoryRecords.withEndTransactionMarker(
                NOW, producerId, (short) epoch, new EndTransactionMarker(type, coordinatorEpoch));
    }

    static AppendResult.Appended append(PartitionLog log, MemoryRecords records) {
        return (AppendResult.Appended) log.appendAsLeader(records, AppendContext.client(1, NOW));
    }

    static AppendResult.Appended appendMarker(PartitionLog log, MemoryRecords records) {
        return (AppendResult.Appended) log.appendAsLeader(records, AppendContext.coordinator(1, NOW));
    }

    static AppendResult.Rejected reject(PartitionLog log, MemoryRecords records) {
        return (AppendResult.Rejected) log.appendAsLeader(records, AppendContext.client(1, NOW));
    }

    static void flush(PartitionLog log) {
        FlushTicket ticket = log.prepareFlush(NOW);
        ticket.force();
        log.flushed(ticket);
    }

    /** The values of all records from an offset to the log's end, in the form {@code offset=value}. */
    static List<String> read(LogView view, long from) {
        List<String> values = new ArrayList<>();
        long offset = from;
        while (offset < view.logEndOffset()) {
            List<Record> records = readOnce(view, offset, 1_000);
            if (records.isEmpty()) {
                break;
            }
            for (Record record : records) {
                values.add(record.offset() + "=" + text(record.value()));
                offset = record.offset() + 1;
            }
        }
        return values;
    }

    /** The records of the whole batches in one slice. */
    static List<Record> readOnce(LogView view, long offset, int maxBytes) {
        LogSlice slice = ((ReadResult.Read) view.read(offset, maxBytes, view.logEndOffset(), true)).slice();
        ByteBuffer bytes = ByteBuffer.allocate(slice.length());
        slice.copyTo(bytes);
        slice.release();
        List<Record> records = new ArrayList<>();
        MemoryRecords.readableRecords(bytes.flip()).records().forEach(record -> {
            if (record.offset() >= offset) {
                records.add(record);
            }
        });
        return records;
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    private static SimpleRecord[] records(String... values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> record(values[i]))
                .toArray(SimpleRecord[]::new);
    }

    static void appendMany(PartitionLog log, int count) {
        for (int i = 0; i < count; i++) {
            append(log, batch("v" + log.view().logEndOffset()));
        }
    }

    static LogSlice slice(ReadResult result) {
        return ((ReadResult.Read) result).slice();
    }

    static ByteBuffer bytes(LogView view) {
        LogSlice slice = slice(view.read(0, Integer.MAX_VALUE, view.logEndOffset(), true));
        ByteBuffer bytes = ByteBuffer.allocate(slice.length());
        slice.copyTo(bytes);
        slice.release();
        return bytes.flip();
    }
}
