package io.ottla.actors.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFilesTest {
    @TempDir
    Path folder;

    @Test
    void readsServerProperties() throws IOException {
        Path file = write("""
                # The address
                listeners=PLAINTEXT://:9092
                num.partitions = 3\s
                log.dirs=/a,\\
                    /b
                ! another comment
                broker.rack: r1
                """);

        assertThat(PropertiesSettings.read(file))
                .isEqualTo(Map.of(
                        "listeners", "PLAINTEXT://:9092",
                        "num.partitions", "3",
                        "log.dirs", "/a,/b",
                        "broker.rack", "r1"));
    }

    @Test
    void readsHocon() throws IOException {
        Path file = write("""
                "log.dir" = /a
                log.retention { ms = 5, bytes = -1 }
                "log.cleanup.policy" = [compact, delete]
                auto.create.topics.enable = false
                "log.dir.failure.timeout.ms" = ${log.retention.ms}
                """);

        assertThat(HoconSettings.read(file))
                .isEqualTo(Map.of(
                        "log.dir", "/a",
                        "log.retention.ms", "5",
                        "log.retention.bytes", "-1",
                        "log.cleanup.policy", "compact,delete",
                        "auto.create.topics.enable", "false",
                        "log.dir.failure.timeout.ms", "5"));
    }

    @Test
    void namesAFileThatIsNotThere() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> PropertiesSettings.read(missing))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> HoconSettings.read(missing))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void namesAFileThatIsMalformed() throws IOException {
        assertThatThrownBy(() -> PropertiesSettings.read(write("a=\\uZZZZ")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("settings: ");
        assertThatThrownBy(() -> HoconSettings.read(write("a = {")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("settings: ");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("settings"), text);
    }
}
