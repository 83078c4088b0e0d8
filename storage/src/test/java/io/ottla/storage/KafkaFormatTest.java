package io.ottla.storage;

import static io.ottla.storage.Fixture.NOW;
import static io.ottla.storage.Fixture.PARTITION;
import static io.ottla.storage.Fixture.TOPIC_ID;
import static io.ottla.storage.Fixture.append;
import static io.ottla.storage.Fixture.batchAt;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files are Kafka's: its own reader understands them, and finds what our indexes point at. */
class KafkaFormatTest {
    private static final LogConfig CONFIG =
            LogConfig.builder().segmentBytes(20_000).indexIntervalBytes(500).build();
    private static final int RECORDS = 1_000;

    @TempDir
    Path folder;

    private Path partition;
    private List<Long> bases;

    @BeforeEach
    void writeALog() throws IOException {
        LogDirectory directory = LogDirectory.open(Disk.real(), folder, LogDirectoryOptions.DEFAULT);
        PartitionLog log = directory.openLog(PARTITION, TOPIC_ID, CONFIG, NOW);
        for (int i = 0; i < RECORDS; i++) {
            append(log, batchAt(NOW + i, "v" + i));
        }
        directory.close();
        partition = folder.resolve("orders-0");
        try (var files = Files.list(partition)) {
            bases = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".log"))
                    .map(name -> Long.parseLong(name.substring(0, 20)))
                    .sorted()
                    .toList();
        }
        assertThat(bases).hasSizeGreaterThan(3);
    }

    @Test
    void kafkasReaderFindsEveryRecordInOrderAndIntact() throws IOException {
        List<String> values = new ArrayList<>();
        for (long base : bases) {
            try (FileRecords records = open(base)) {
                assertThat(records.batches()).allMatch(RecordBatch::isValid);
                for (Record record : records.records()) {
                    values.add(record.offset() + "=" + Fixture.text(record.value()));
                }
            }
        }
        assertThat(values)
                .isEqualTo(
                        LongStream.range(0, RECORDS).mapToObj(i -> i + "=v" + i).toList());
    }

    @Test
    void offsetIndexesPointAtTheBatchesThatKafkasReaderFinds() throws IOException {
        for (long base : bases) {
            ByteBuffer index = content(base, ".index");
            assertThat(index.remaining()).isPositive();
            try (FileRecords records = open(base)) {
                while (index.hasRemaining()) {
                    long offset = base + index.getInt();
                    int position = index.getInt();
                    assertThat(records.searchForOffsetFromPosition(offset, 0).position)
                            .isEqualTo(position);
                }
            }
        }
    }

    @Test
    void timeIndexesHoldTheLargestTimestampUpToAnOffset() throws IOException {
        for (long base : bases) {
            ByteBuffer index = content(base, ".timeindex");
            assertThat(index.remaining()).isPositive();
            while (index.hasRemaining()) {
                assertThat(index.getLong() - NOW).isEqualTo(base + index.getInt());
            }
        }
    }

    @Test
    void readsAFolderWhoseFilesKafkaWouldHaveWritten() throws IOException {
        // Kafka leaves such files behind, and indexes that are larger than what they hold at first.
        Files.writeString(partition.resolve("leader-epoch-checkpoint"), "0\n1\n1 0\n");
        Files.deleteIfExists(folder.resolve(".kafka_cleanshutdown"));
        Path active = partition.resolve(String.format("%020d.index", bases.get(bases.size() - 1)));
        Files.write(active, new byte[10_485_760]);

        LogDirectory directory = LogDirectory.open(Disk.real(), folder, LogDirectoryOptions.DEFAULT);
        PartitionLog log = directory.openLog(PARTITION, TOPIC_ID, CONFIG, NOW);

        assertThat(log.view().logEndOffset()).isEqualTo(RECORDS);
        assertThat(Fixture.read(log.view(), 0)).hasSize(RECORDS);
        directory.close();
    }

    private FileRecords open(long base) throws IOException {
        return FileRecords.open(
                partition.resolve(String.format("%020d.log", base)).toFile(), false);
    }

    private ByteBuffer content(long base, String kind) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(partition.resolve(String.format("%020d%s", base, kind))));
    }
}
