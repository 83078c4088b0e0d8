package io.ottla.storage.simulated;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.storage.Disk.Mode;
import io.ottla.storage.DiskErrors;
import io.ottla.storage.LogDirLockedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InMemoryDiskTest {
    private static final Path FOLDER = Path.of("/d");
    private static final Path FILE = FOLDER.resolve("f");

    private final InMemoryDisk disk = new InMemoryDisk();

    @BeforeEach
    void createFolder() throws IOException {
        disk.createDirectories(FOLDER);
    }

    @Test
    void aProcessThatIsGoneLeavesWhatItWrote() throws IOException {
        write("abc");

        disk.processGone();

        assertThat(disk.content(FILE)).asString().isEqualTo("abc");
    }

    @Test
    void powerThatIsGoneLeavesWhatWasForcedUnderANameThatWasSynced() throws IOException {
        FileChannel channel = write("abc");
        channel.force(true);
        disk.syncDirectory(FOLDER);
        channel.write(ByteBuffer.wrap("def".getBytes(UTF_8)), 3);
        write(FOLDER.resolve("g"), "unsynced").force(true);

        disk.powerGone();

        assertThat(disk.content(FILE)).asString().isEqualTo("abc");
        assertThat(disk.files()).containsExactly(FILE);
    }

    @Test
    void channelsAndLocksEndWithTheProcess() throws IOException {
        FileChannel channel = write("abc");
        disk.lock(FOLDER.resolve("lock"));
        assertThatThrownBy(() -> disk.lock(FOLDER.resolve("lock"))).isInstanceOf(LogDirLockedException.class);

        disk.processGone();

        assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
        assertThat(disk.lock(FOLDER.resolve("lock"))).isNotNull();
    }

    @Test
    void aFullDiskTakesWhatFitsAndThenRefuses() throws IOException {
        FileChannel channel = write("abc");
        disk.setCapacity(5);

        assertThat(channel.write(ByteBuffer.wrap("defg".getBytes(UTF_8)), 3)).isEqualTo(2);
        assertThatThrownBy(() -> channel.write(ByteBuffer.wrap("x".getBytes(UTF_8)), 5))
                .isInstanceOfSatisfying(
                        IOException.class,
                        failure -> assertThat(DiskErrors.isOutOfSpace(failure)).isTrue());
    }

    @Test
    void readersOfADeletedFileGoOnReading() throws IOException {
        FileChannel channel = write("abc");

        disk.delete(FILE);

        assertThat(channel.size()).isEqualTo(3);
        assertThatThrownBy(() -> disk.open(FILE, Mode.READ)).isInstanceOf(NoSuchFileException.class);
    }

    private FileChannel write(String content) throws IOException {
        return write(FILE, content);
    }

    private FileChannel write(Path file, String content) throws IOException {
        FileChannel channel = disk.open(file, Mode.CREATE);
        channel.write(ByteBuffer.wrap(content.getBytes(UTF_8)), 0);
        return channel;
    }
}
