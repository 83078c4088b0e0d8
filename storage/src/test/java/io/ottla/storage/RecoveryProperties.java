package io.ottla.storage;

import static io.ottla.storage.Fixture.PARTITION;
import static io.ottla.storage.Fixture.ROOT;
import static io.ottla.storage.Fixture.SMALL;
import static io.ottla.storage.Fixture.append;
import static io.ottla.storage.Fixture.idempotent;
import static io.ottla.storage.Fixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.storage.batch.BatchHeader;
import io.ottla.storage.simulated.InMemoryDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whatever happens to the bytes of a crashed log: what comes back is a prefix of what was written, and never less than the intact batches. */
class RecoveryProperties {
    private static final Path FOLDER = ROOT.resolve(PARTITION.toString());
    private static final LogConfig CONFIG = SMALL.toBuilder().segmentBytes(700).build();
    private static final int RECORDS = 26;
    private static final List<String> ALL =
            LongStream.range(0, RECORDS).mapToObj(i -> i + "=v" + i).toList();

    @Test
    void aLogCutAtAnyByteComesBackUpToTheLastWholeBatch() {
        for (Path file : logFiles(crashed())) {
            int size = crashed().content(file).length;
            for (int cut = 0; cut < size; cut++) {
                InMemoryDisk disk = crashed();
                disk.setContent(file, Arrays.copyOf(disk.content(file), cut));
                int intact = firstRecord(file) + wholeBatches(crashed().content(file), cut);
                assertThat(recoveredRecords(disk)).isEqualTo(ALL.subList(0, intact));
            }
        }
    }

    @Test
    void aLogWithAnyByteChangedNeverShowsAWrongRecordNorLosesOneBefore() {
        for (Path file : logFiles(crashed())) {
            int size = crashed().content(file).length;
            for (int at = 0; at < size; at++) {
                InMemoryDisk disk = crashed();
                byte[] intact = disk.content(file);
                byte[] content = intact.clone();
                content[at] ^= (byte) (1 << (at % 8));
                disk.setContent(file, content);
                List<String> recovered = recoveredRecords(disk);
                assertThat(recovered).isEqualTo(ALL.subList(0, recovered.size()));
                assertThat(recovered).hasSizeGreaterThanOrEqualTo(firstRecord(file) + wholeBatches(intact, at));
            }
        }
    }

    @Test
    void aLogFollowedByGarbageOrZerosLosesOnlyThose() {
        for (int length : new int[] {1, 60, 61, 100, 5_000}) {
            for (byte fill : new byte[] {0, (byte) 0xff, 2}) {
                InMemoryDisk disk = crashed();
                List<Path> files = logFiles(disk);
                Path last = files.get(files.size() - 1);
                byte[] content = disk.content(last);
                byte[] longer = Arrays.copyOf(content, content.length + length);
                Arrays.fill(longer, content.length, longer.length, fill);
                disk.setContent(last, longer);
                assertThat(recoveredRecords(disk)).isEqualTo(ALL);
            }
        }
    }

    @Test
    void missingAndDamagedSmallFilesAreMadeAnew() {
        List<Path> small = crashed().files().stream()
                .filter(file ->
                        FOLDER.equals(file.getParent()) && !file.toString().endsWith(".log"))
                .filter(file -> !file.endsWith(PartitionMetadataFile.NAME))
                .toList();
        assertThat(small).hasSizeGreaterThan(5);
        for (Path file : small) {
            for (byte[] content : new byte[][] {{}, {1, 2, 3}, new byte[100]}) {
                InMemoryDisk disk = crashed();
                disk.setContent(file, content);
                assertThat(recoveredRecords(disk)).isEqualTo(ALL);
            }
        }
    }

    @Test
    void aCleanLogMakesMissingIndexesAnew() throws Exception {
        for (String kind : List.of(SegmentFiles.OFFSET_INDEX, SegmentFiles.TIME_INDEX, SegmentFiles.SNAPSHOT)) {
            InMemoryDisk disk = new InMemoryDisk();
            LogDirectory directory = write(disk);
            directory.close();
            for (Path file : disk.files()) {
                if (file.toString().endsWith(kind)) {
                    disk.delete(file);
                }
            }
            assertThat(recoveredRecords(disk)).isEqualTo(ALL);
        }
    }

    @Test
    void recoversAgainToTheSameLog() {
        InMemoryDisk disk = crashed();
        List<Path> files = logFiles(disk);
        Path last = files.get(files.size() - 1);
        byte[] content = disk.content(last);
        disk.setContent(last, Arrays.copyOf(content, content.length - 1));
        List<String> once = recoveredRecords(disk);
        disk.processGone();

        assertThat(recoveredRecords(disk)).isEqualTo(once).isEqualTo(ALL.subList(0, RECORDS - 1));
    }

    private static List<String> recoveredRecords(InMemoryDisk disk) {
        PartitionLog log = Fixture.open(Fixture.directory(disk), CONFIG);
        LogView view = log.view();
        List<String> records = read(view, 0);
        assertThat(records).hasSize((int) view.logEndOffset());
        assertConsistent(log, records.size());
        return records;
    }

    /** Indexes, producers and epochs tell the same as the batches, and the log can go on. */
    private static void assertConsistent(PartitionLog log, int records) {
        for (int from = 0; from < records; from++) {
            assertThat(read(log.view(), from)).hasSize(records - from);
        }
        if (records > 0) {
            assertThat(log.producers().get(0).lastSequence()).isEqualTo(records - 1);
            assertThat(log.view().latestEpoch()).isPresent();
        }
        assertThat(append(log, idempotent(5, 0, records, "next")).baseOffset()).isEqualTo(records);
        assertThat(read(log.view(), records)).containsExactly(records + "=next");
        log.truncateTo(records);
    }

    private static InMemoryDisk crashed() {
        InMemoryDisk disk = new InMemoryDisk();
        write(disk);
        disk.processGone();
        return disk;
    }

    private static LogDirectory write(InMemoryDisk disk) {
        LogDirectory directory = Fixture.directory(disk);
        PartitionLog log = Fixture.open(directory, CONFIG);
        IntStream.range(0, RECORDS).forEach(i -> append(log, idempotent(5, 0, i, "v" + i)));
        assertThat(log.view().segmentCount()).isGreaterThan(2);
        return directory;
    }

    private static List<Path> logFiles(InMemoryDisk disk) {
        return disk.files().stream()
                .filter(file -> file.toString().endsWith(SegmentFiles.LOG))
                .sorted()
                .toList();
    }

    private static int firstRecord(Path file) {
        return (int) SegmentFiles.offset(file.getFileName().toString(), SegmentFiles.LOG)
                .orElseThrow();
    }

    /** How many batches, of one record each, end at or before a position. */
    private static int wholeBatches(byte[] segment, int position) {
        ByteBuffer bytes = ByteBuffer.wrap(segment);
        int count = 0;
        int end = BatchHeader.sizeInBytes(bytes, 0);
        while (end <= position) {
            count++;
            end += end < segment.length ? BatchHeader.sizeInBytes(bytes, end) : segment.length;
        }
        return count;
    }
}
