package io.ottla.multinode.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that tests make and files that processes write. */
public final class Folders {
    private Folders() {}

    /** A new folder whose name begins as given. */
    public static Path fresh(Path parent, String name) {
        try {
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder in " + parent, e);
        }
    }

    /** Deletes a folder and what is in it. */
    public static void delete(Path dir) {
        try (Stream<Path> found = Files.walk(dir)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + dir, e);
        }
    }

    /** The files under a folder with this ending in a folder of this name, in the order of their names. */
    public static List<Path> find(Path dir, String parentName, String ending) {
        try (Stream<Path> found = Files.walk(dir)) {
            return found.filter(path -> path.getParent().endsWith(parentName)
                            && path.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + dir, e);
        }
    }

    /** A file's text; what is not UTF-8 in it is replaced. */
    static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
