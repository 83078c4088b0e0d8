package io.ottla.storage;

import static io.ottla.storage.Fixture.ROOT;
import static io.ottla.storage.Fixture.append;
import static io.ottla.storage.Fixture.appendMarker;
import static io.ottla.storage.Fixture.batch;
import static io.ottla.storage.Fixture.marker;
import static io.ottla.storage.Fixture.transactional;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.storage.simulated.InMemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogDumpTest {
    private static final Path FOLDER = ROOT.resolve("orders-0");
    private static final Path LOG = FOLDER.resolve("00000000000000000000.log");

    private final InMemoryDisk disk = new InMemoryDisk();

    @BeforeEach
    void writeALog() {
        LogDirectory directory = Fixture.directory(disk);
        PartitionLog log = Fixture.open(
                directory, LogConfig.builder().indexIntervalBytes(1).build());
        append(log, batch("a", "b"));
        append(log, transactional(7, 3, 0, "t"));
        appendMarker(log, marker(7, 3, ControlRecordType.ABORT, 2));
        directory.close();
    }

    @Test
    void printsBatchesAndRecords() throws IOException {
        assertThat(dump(LOG, true).lines())
                .containsExactly(
                        "offsets 0..1 position 0 size 87 records 2 epoch 1 maxTimestamp 1700000000000"
                                + " compression none crc ok",
                        "  offset 0 timestamp 1700000000000 key \"key-a\" value \"a\"",
                        "  offset 1 timestamp 1700000000000 key \"key-b\" value \"b\"",
                        "offsets 2..2 position 87 size 74 records 1 epoch 1 maxTimestamp 1700000000000"
                                + " compression none producer 7 producerEpoch 3 sequence 0..0 transactional crc ok",
                        "  offset 2 timestamp 1700000000000 key \"key-t\" value \"t\"",
                        "offsets 3..3 position 161 size 78 records 1 epoch 1 maxTimestamp 1700000000000"
                                + " compression none producer 7 producerEpoch 3 sequence -1..-1 transactional control"
                                + " crc ok",
                        "  offset 3 timestamp 1700000000000 marker ABORT");
    }

    @Test
    void tellsWhatIsDamaged() throws IOException {
        byte[] content = disk.content(LOG);
        content[80] ^= 1;
        disk.setContent(LOG, Arrays.copyOf(content, 200));

        assertThat(dump(LOG, true))
                .contains("offsets 0..1", "crc WRONG", "no batch at position 161, 39 bytes are left")
                .doesNotContain("\"key-a\"");
    }

    @Test
    void printsTheSmallFiles() throws IOException {
        assertThat(dump(FOLDER.resolve("00000000000000000000.index"), false))
                .isEqualTo("offset 2 position 87\noffset 3 position 161\n");
        assertThat(dump(FOLDER.resolve("00000000000000000000.timeindex"), false))
                .isEqualTo("timestamp 1700000000000 offset 1\n");
        assertThat(dump(FOLDER.resolve("00000000000000000000.txnindex"), false))
                .isEqualTo("producer 7 offsets 2..3 lastStableOffset 4\n");
        assertThat(dump(FOLDER.resolve("00000000000000000004.snapshot"), false))
                .startsWith("producer 7 epoch 3 lastSequence 0")
                .contains("coordinatorEpoch 2");
        assertThat(dump(FOLDER.resolve("leader-epoch-checkpoint"), false)).isEqualTo("1 0\n");
    }

    @Test
    void refusesOtherFiles() {
        assertThatThrownBy(() -> dump(FOLDER.resolve("partition.metadata"), false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String dump(Path file, boolean records) throws IOException {
        StringBuilder out = new StringBuilder();
        new LogDump(disk, records).dump(file, out);
        return out.toString();
    }
}
