package io.ottla.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher script as a distribution holds it, with a Java that only writes down how it was called. */
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "ottla").toAbsolutePath().normalize();

    /** Prints its arguments, and as {@code warm-archive} writes the archive that a JVM would. */
    private static final String JAVA = """
            #!/usr/bin/env bash
            echo "pid $$"
            printf '%s\\n' "$@"
            for argument in "$@"; do
              [[ $argument != -XX:ArchiveClassesAtExit=* ]] || echo archive >"${argument#*=}"
            done
            """;

    @TempDir
    private Path dir;

    private Path launcher;
    private Path jdk;

    @BeforeEach
    void installDistribution() throws IOException {
        launcher = Files.copy(LAUNCHER, dir.resolve("ottla"));
        makeExecutable(launcher);
        Files.writeString(Files.createDirectories(dir.resolve("lib")).resolve("ottla.jar"), "jar");
        jdk = dir.resolve("jdk");
        installJava("17.0.15");
    }

    @Test
    void becomesTheJvmWithItsOwnPid() throws Exception {
        Process process = launch(Map.of("OTTLA_ARCHIVE", "off"), "dev", "--data", "my data");

        assertThat(lines(process)).startsWith("pid " + process.pid()).endsWith("dev", "--data", "my data");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void givesANodeItsHeapAndACommandASmallerOne() throws Exception {
        assertThat(lines(launch(Map.of("OTTLA_ARCHIVE", "off"), "dev"))).contains("-Xmx1g", "-XX:+UseSerialGC");
        assertThat(lines(launch(Map.of("OTTLA_ARCHIVE", "off"), "topic", "list")))
                .contains("-Xmx256m", "-XX:TieredStopAtLevel=1");
    }

    @Test
    void takesTheOptimisingCompilerWhereANodeStaysAndCoresAreToSpare() throws Exception {
        String withoutIt = "-XX:TieredStopAtLevel=1";
        assertThat(lines(launch(machineWith(2), "start"))).contains(withoutIt);
        assertThat(lines(launch(machineWith(4), "start"))).isNotEmpty().doesNotContain(withoutIt);
        assertThat(lines(launch(machineWith(4), "dev"))).contains(withoutIt);

        Map<String, String> chosen = new HashMap<>(machineWith(2));
        chosen.put("OTTLA_JIT_OPTS", "");
        assertThat(lines(launch(chosen, "start"))).isNotEmpty().doesNotContain(withoutIt);
    }

    /** An environment in which so many cores are seen. */
    private Map<String, String> machineWith(int cores) throws IOException {
        Path tools = Files.createDirectories(dir.resolve("tools"));
        makeExecutable(Files.writeString(tools.resolve("getconf"), "#!/usr/bin/env bash\necho " + cores + "\n"));
        return Map.of("OTTLA_ARCHIVE", "off", "PATH", tools + ":" + System.getenv("PATH"));
    }

    @Test
    void letsTheUserChooseHeapCollectorAndOptions() throws Exception {
        Map<String, String> environment = Map.of(
                "OTTLA_ARCHIVE", "off",
                "OTTLA_HEAP_OPTS", "-Xms2g -Xmx2g",
                "OTTLA_GC_OPTS", "-XX:+UseG1GC",
                "OTTLA_OPTS", "-Da=b -Dc=d");

        assertThat(lines(launch(environment, "start")))
                .contains("-Xms2g", "-Xmx2g", "-XX:+UseG1GC", "-Da=b", "-Dc=d")
                .doesNotContain("-Xmx1g", "-XX:+UseSerialGC");
    }

    @Test
    void makesTheArchiveOnceAndUsesIt() throws Exception {
        List<String> first = lines(launch(Map.of("OTTLA_ARCHIVE", "now"), "dev"));

        assertThat(first).anyMatch(option -> option.startsWith("-XX:SharedArchiveFile="));
        assertThat(archives()).hasSize(1);
        assertThat(lines(launch(Map.of(), "dev"))).containsAll(List.of("-Xshare:auto"));
        assertThat(archives()).hasSize(1);
    }

    @Test
    void makesAnotherArchiveForAnotherJarOrJdkAndForgetsTheOldOne() throws Exception {
        launch(Map.of("OTTLA_ARCHIVE", "now"), "dev").waitFor();
        List<Path> old = archives();
        Files.writeString(dir.resolve("lib/ottla.jar"), "another jar");
        installJava("21.0.1");

        launch(Map.of("OTTLA_ARCHIVE", "now"), "dev").waitFor();

        assertThat(archives()).hasSize(1).doesNotContainAnyElementsOf(old);
    }

    @Test
    void startsWithoutAnArchiveThatCannotBeMadeAndDoesNotTryAgain() throws Exception {
        Files.writeString(jdk.resolve("bin/java"), "#!/usr/bin/env bash\n[[ $* != *warm-archive* ]] && echo started\n");

        assertThat(lines(launch(Map.of("OTTLA_ARCHIVE", "now"), "dev"))).containsExactly("started");
        assertThat(archives()).isEmpty();
        assertThat(dir.resolve("lib")).isDirectoryContaining("glob:**.jsa.failed");
    }

    @Test
    void saysWhatToDoAboutAnOldJdk() throws Exception {
        installJava("11.0.2");
        Process process = launch(Map.of(), "dev");

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("ottla: Java 11.0.2 is too old; set JAVA_HOME to a JDK 17 or newer\n");
    }

    private Process launch(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("HOME", dir.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("OTTLA_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static List<String> lines(Process process) throws IOException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return out.lines().toList();
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    private void installJava(String version) throws IOException {
        Path bin = Files.createDirectories(jdk.resolve("bin"));
        makeExecutable(Files.writeString(bin.resolve("java"), JAVA));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    }

    private static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
