package io.ottla.actors.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "settings.md");

    @Test
    void isUpToDate() throws IOException {
        String text = SettingsPage.text();
        if (Boolean.getBoolean("ottla.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, text);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/settings.md is made from the tables: run this test with -Dottla.docs.write=true")
                .isEqualTo(text);
    }
}
