package io.ottla.multinode.hostile;

import io.ottla.multinode.harness.ClientProcess;
import io.ottla.multinode.harness.Folders;
import io.ottla.multinode.harness.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of few MiB in memory, which a test can fill. Needs root. */
final class SmallDisk implements AutoCloseable {
    private static final String FILLER = "filler";

    private final Path dir;

    private SmallDisk(Path dir) {
        this.dir = dir;
    }

    static SmallDisk mount(int mebibytes) {
        Path dir = Folders.fresh(Path.of(System.getProperty("java.io.tmpdir")), "ottla-disk");
        ClientProcess.Result mounted = ClientProcess.command(
                        "mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "ottla-test", dir.toString())
                .run();
        Requirement.require(mounted.exitCode() == 0, "cannot mount a tmpfs: " + mounted.err());
        return new SmallDisk(dir);
    }

    /** A folder on it. */
    Path folder(String name) {
        return dir.resolve(name);
    }

    /** Takes room away. */
    void fill(int mebibytes) {
        try {
            Files.write(dir.resolve(FILLER), new byte[mebibytes << 20]);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot fill " + dir, e);
        }
    }

    /** Gives the room back. */
    void free() {
        try {
            Files.delete(dir.resolve(FILLER));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot free " + dir, e);
        }
    }

    /** Unmounts it, once whoever used it has ended. */
    @Override
    public void close() {
        ClientProcess.command("umount", dir.toString()).output();
        Folders.delete(dir);
    }
}
