package io.ottla.multinode.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of few MiB in memory, which a test can fill. Needs root. */
public final class SmallDisk implements AutoCloseable {
    private static final String FILLER = "filler";

    private final Path dir;

    private SmallDisk(Path dir) {
        this.dir = dir;
    }

    /** Mounts it, or skips the test where that is not allowed (with {@code CI=true}: fails it). */
    public static SmallDisk mount(int mebibytes) {
        Path dir = Folders.fresh(Path.of(System.getProperty("java.io.tmpdir")), "ottla-disk");
        ClientProcess.Result mounted = ClientProcess.command(
                        "mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "ottla-test", dir.toString())
                .run();
        Requirement.require(mounted.exitCode() == 0, "cannot mount a tmpfs: " + mounted.err());
        return new SmallDisk(dir);
    }

    /** A folder on it. */
    public Path folder(String name) {
        return dir.resolve(name);
    }

    /** Takes room away. */
    public void fill(int mebibytes) {
        try {
            Files.write(dir.resolve(FILLER), new byte[mebibytes << 20]);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot fill " + dir, e);
        }
    }

    /** Takes all the room there is away, whoever takes some meanwhile. */
    public void fillUp() {
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(dir.resolve(FILLER))) {
            while (dir.toFile().getUsableSpace() > 0) {
                out.write(block);
            }
        } catch (IOException full) {
            if (dir.toFile().getUsableSpace() > block.length) {
                throw new UncheckedIOException("cannot fill " + dir, full);
            }
        }
    }

    /** Gives the room back. */
    public void free() {
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
