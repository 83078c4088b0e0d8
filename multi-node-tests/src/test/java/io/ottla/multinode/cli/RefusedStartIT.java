package io.ottla.multinode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.ClientProcess;
import io.ottla.multinode.harness.NodeExtension;
import io.ottla.multinode.harness.Ottla;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A node that cannot start says why in one line, with an exit code that is not 0 and without a stack trace. */
class RefusedStartIT {
    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @TempDir
    Path dir;

    @Test
    void refusesAFolderThatAnotherProcessUses() {
        assertRefused(dev(NODE.process().data()), NODE.process().data().toString());
    }

    @Test
    void refusesAPortThatIsTaken() {
        String taken = NODE.process().addresses().kafka();
        assertRefused(Ottla.run("dev", "--data", dir.toString(), "--kafka", taken, "--http", "127.0.0.1:0"), taken);
        String takenHttp = NODE.process().addresses().http();
        assertRefused(
                Ottla.run("dev", "--data", dir.toString(), "--kafka", "127.0.0.1:0", "--http", takenHttp), takenHttp);
    }

    @Test
    void refusesTheFolderOfAnotherNode() throws IOException {
        Path data = NODE.process().data();
        Path copy = dir.resolve("copy");
        copyMetaProperties(data, copy);
        assertRefused(dev(copy, "--set", "node.id=4711"), "4711");
    }

    @Test
    void refusesAFolderThatCannotBeMade() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "not a folder");
        assertRefused(dev(file.resolve("data")), file.toString());
    }

    @Test
    void refusesASettingThatDoesNotExistAndNamesTheNearest() {
        ClientProcess.Result result = dev(dir, "--set", "num.partition=3").run();
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.err()).contains("num.partition", "num.partitions").doesNotContain("\tat ");
    }

    @Test
    void refusesAValueThatMakesNoSense() {
        ClientProcess.Result result = dev(dir, "--set", "num.partitions=many").run();
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.err()).contains("num.partitions", "many").doesNotContain("\tat ");
    }

    private static void assertRefused(ClientProcess start, String named) {
        ClientProcess.Result result = start.run();
        assertThat(result.exitCode()).as(result.story()).isNotZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines())
                .as(result.story())
                .hasSize(1)
                .first()
                .asString()
                .contains(named);
    }

    private static ClientProcess dev(Path data, String... more) {
        return Ottla.run(Stream.of(
                        List.of("dev", "--data", data.toString(), "--kafka", "127.0.0.1:0", "--http", "127.0.0.1:0"),
                        List.of(more))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private static void copyMetaProperties(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file :
                    files.filter(path -> path.endsWith("meta.properties")).toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
