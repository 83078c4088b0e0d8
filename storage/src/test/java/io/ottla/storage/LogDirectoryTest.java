package io.ottla.storage;

import static io.ottla.storage.Fixture.NOW;
import static io.ottla.storage.Fixture.PARTITION;
import static io.ottla.storage.Fixture.SMALL;
import static io.ottla.storage.Fixture.TOPIC_ID;
import static io.ottla.storage.Fixture.append;
import static io.ottla.storage.Fixture.batch;
import static io.ottla.storage.Fixture.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.storage.simulated.InMemoryDisk;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void refusesASecondInstanceAndIsFreeAfterClose() {
        LogDirectory first = openReal();

        assertThatThrownBy(this::openReal)
                .isInstanceOf(LogDirLockedException.class)
                .hasMessageContaining(folder.toString());

        first.close();
        openReal().close();
    }

    @Test
    void findsItsPartitionsAgain() {
        LogDirectory first = openReal();
        append(Fixture.open(first, SMALL), batch("a"));
        TopicPartition dashed = new TopicPartition("a-b.c_d", 12);
        first.openLog(dashed, new Uuid(1, 2), SMALL, NOW);
        first.close();

        LogDirectory second = openReal();

        assertThat(second.wasCleanlyShutDown()).isTrue();
        assertThat(second.found())
                .containsExactlyInAnyOrder(
                        new FoundLog(PARTITION, TOPIC_ID, folder.resolve("orders-0")),
                        new FoundLog(dashed, new Uuid(1, 2), folder.resolve("a-b.c_d-12")));
        assertThat(read(Fixture.open(second, SMALL).view(), 0)).containsExactly("0=a");
        second.close();
    }

    @Test
    void keepsHighWatermarkAndLogStartOverARestart() {
        LogDirectory first = openReal();
        PartitionLog log = Fixture.open(first, SMALL);
        append(log, batch("a", "b", "c"));
        log.updateHighWatermark(2);
        log.advanceLogStart(1);
        first.close();

        LogDirectory second = openReal();
        LogView view = Fixture.open(second, SMALL).view();

        assertThat(view.highWatermark()).isEqualTo(2);
        assertThat(view.logStartOffset()).isEqualTo(1);
        second.close();
    }

    @Test
    void deletesALogAtOnceAndItsFilesLater() throws Exception {
        LogDirectory directory = openReal();
        PartitionLog log = Fixture.open(directory, SMALL);
        append(log, batch("a"));

        Deletion deletion = directory.deleteLog(log);

        assertThat(folder.resolve("orders-0")).doesNotExist();
        assertThat(directory.found()).isEmpty();
        assertThat(log.view().read(0, 10, 1, true)).isInstanceOf(ReadResult.SegmentGone.class);
        PartitionLog again = directory.openLog(PARTITION, new Uuid(1, 1), SMALL, NOW);
        assertThat(again.view().logEndOffset()).isZero();
        deletion.run();
        try (var left = Files.list(folder)) {
            assertThat(left.filter(Files::isDirectory)).containsExactly(folder.resolve("orders-0"));
        }
        directory.close();
    }

    @Test
    void aFlushThatADeletionOvertakesIsNoFailure() {
        for (Disk disk : List.of(new InMemoryDisk(), Disk.real())) {
            LogDirectory directory = LogDirectory.open(disk, folder, LogDirectoryOptions.DEFAULT);
            PartitionLog log = Fixture.open(directory, SMALL);
            append(log, batch("a"));
            FlushTicket ticket = log.prepareFlush(NOW);

            directory.deleteLog(log).run();

            assertThatCode(ticket::force).doesNotThrowAnyException();
            directory.close();
        }
    }

    @Test
    void finishesADeletionThatACrashInterrupted() {
        InMemoryDisk disk = new InMemoryDisk();
        LogDirectory directory = Fixture.directory(disk);
        PartitionLog log = Fixture.open(directory, SMALL);
        append(log, batch("a"));
        directory.deleteLog(log);
        disk.processGone();

        LogDirectory after = Fixture.directory(disk);

        assertThat(after.found()).isEmpty();
        assertThat(disk.files()).noneMatch(file -> file.toString().contains("-delete"));
    }

    @Test
    void refusesAFolderOfAnotherTopicUntilItIsDeleted() {
        InMemoryDisk disk = new InMemoryDisk();
        LogDirectory before = Fixture.directory(disk);
        append(Fixture.open(before, SMALL), batch("old"));
        before.close();
        LogDirectory directory = Fixture.directory(disk);
        Uuid other = new Uuid(9, 9);

        assertThatThrownBy(() -> directory.openLog(PARTITION, other, SMALL, NOW))
                .isInstanceOf(IllegalStateException.class);
        directory.deleteFound(directory.found().get(0)).run();

        assertThat(directory.openLog(PARTITION, other, SMALL, NOW).view().logEndOffset())
                .isZero();
    }

    @Test
    void setsAFolderWithoutIdentityAside() {
        InMemoryDisk disk = new InMemoryDisk();
        LogDirectory before = Fixture.directory(disk);
        append(Fixture.open(before, SMALL), batch("old"));
        disk.processGone();
        disk.setContent(Fixture.ROOT.resolve("orders-0").resolve(PartitionMetadataFile.NAME), new byte[0]);

        LogDirectory directory = Fixture.directory(disk);

        assertThat(directory.found()).isEmpty();
        assertThat(disk.files()).anyMatch(file -> file.toString().endsWith("-stray/00000000000000000000.log"));
    }

    @Test
    void ignoresFoldersThatAreNoPartitions() throws Exception {
        Files.createDirectories(folder.resolve("lost+found"));
        Files.createDirectories(folder.resolve("notes-x"));

        LogDirectory directory = openReal();

        assertThat(directory.found()).isEmpty();
        assertThat(folder.resolve("notes-x")).exists();
        directory.close();
    }

    @Test
    void writesCheckpointsAsKafkaDoes() {
        LogDirectory directory = openReal();
        PartitionLog log = Fixture.open(directory, SMALL);
        append(log, batch("a", "b"));
        log.updateHighWatermark(1);
        Fixture.flush(log);

        directory.checkpoint();

        assertThat(folder.resolve(DirectoryCheckpoints.RECOVERY_POINTS)).hasContent("0\n1\norders 0 2\n");
        assertThat(folder.resolve(DirectoryCheckpoints.HIGH_WATERMARKS)).hasContent("0\n1\norders 0 1\n");
        assertThat(folder.resolve(DirectoryCheckpoints.LOG_STARTS)).hasContent("0\n1\norders 0 0\n");
        assertThat(folder.resolve("orders-0/partition.metadata"))
                .hasContent("version: 0\ntopic_id: " + TOPIC_ID + "\n");
        assertThat(folder.resolve("orders-0/leader-epoch-checkpoint")).hasContent("0\n1\n1 0\n");
        directory.close();
    }

    @Test
    void anUncleanShutdownIsSeen() throws Exception {
        InMemoryDisk disk = new InMemoryDisk();
        LogDirectory directory = Fixture.directory(disk);
        Fixture.open(directory, SMALL).abandon();
        directory.close();

        assertThat(Fixture.directory(disk).wasCleanlyShutDown()).isFalse();
    }

    @Test
    void damagedCheckpointsOnlyMakeRecoveryReadMore() {
        InMemoryDisk disk = new InMemoryDisk();
        LogDirectory before = Fixture.directory(disk);
        append(Fixture.open(before, SMALL), batch("a"));
        before.close();
        disk.setContent(
                Fixture.ROOT.resolve(DirectoryCheckpoints.RECOVERY_POINTS),
                "nonsense".getBytes(StandardCharsets.UTF_8));

        assertThat(read(Fixture.open(Fixture.directory(disk), SMALL).view(), 0)).containsExactly("0=a");
    }

    @Test
    void manyIdleLogsHoldNoOpenFile() {
        LogDirectory directory =
                LogDirectory.open(new InMemoryDisk(), Fixture.ROOT, new LogDirectoryOptions(1_000, 50, 10));
        for (int i = 0; i < 500; i++) {
            append(directory.openLog(new TopicPartition("t", i), TOPIC_ID, SMALL, NOW), batch("a"));
        }
        assertThat(directory.openFiles()).isLessThanOrEqualTo(50);

        directory.checkpoint();
        directory.checkpoint();

        assertThat(directory.openFiles()).isZero();
        directory.close();
    }

    private LogDirectory openReal() {
        return LogDirectory.open(Disk.real(), folder, LogDirectoryOptions.DEFAULT);
    }

    @Test
    void aDamagedLogOrAMissingFileIsNoFailureOfTheDisk() {
        LogDirectory directory = Fixture.directory(new InMemoryDisk());

        assertThat(directory.isFailedBy(new StorageException("no intact batch")))
                .isFalse();
        assertThat(directory.isFailedBy(new StorageException("short", new EOFException("3 bytes early"))))
                .isFalse();
        assertThat(directory.isFailedBy(new StorageException("gone", new NoSuchFileException("log"))))
                .isFalse();
        assertThat(directory.isFailedBy(new IllegalStateException("a bug"))).isFalse();
        assertThat(directory.isFailedBy(new StorageException("open", new IOException("Too many open files"))))
                .isFalse();
    }

    @Test
    void anErrorOfTheDiskAndAnyOfAForceAreFailuresOfTheDisk() {
        LogDirectory directory = Fixture.directory(new InMemoryDisk());
        IOException full = new IOException(DiskErrors.NO_SPACE_LEFT);

        assertThat(directory.isFailedBy(new StorageException("read", new IOException("Input/output error"))))
                .isTrue();
        assertThat(directory.isFailedBy(new CompletionException(
                        new StorageException("open", new FileSystemException("log", null, "Read-only file system")))))
                .isTrue();
        assertThat(directory.isFailedBy(new StorageException("write", full))).isFalse();
        assertThat(directory.isFailedBy(new StorageException("forcing", new ForceFailedException("force", full))))
                .isTrue();
    }

    @Test
    void whereTheFailureDoesNotTellTheDiskIsAsked() {
        InMemoryDisk disk = new InMemoryDisk();
        LogDirectory directory = Fixture.directory(disk);
        StorageException gone = new StorageException("gone", new NoSuchFileException("log"));
        disk.setCapacity(0);
        assertThat(directory.isFailedBy(gone)).as("a full disk").isFalse();

        disk.setFailing(true);

        assertThat(directory.isFailedBy(gone)).isTrue();
    }
}
