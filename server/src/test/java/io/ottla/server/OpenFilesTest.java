package io.ottla.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {
    @Test
    void halfOfWhatTheProcessMayOpenIsSharedByTheDirectories() {
        assertThat(OpenFiles.idlePerDirectory(1, 1_024)).isEqualTo(512);
        assertThat(OpenFiles.idlePerDirectory(4, 1_024)).isEqualTo(128);
    }

    @Test
    void tenThousandAreEnoughHoweverManyAreAllowed() {
        assertThat(OpenFiles.idlePerDirectory(1, 1_000_000)).isEqualTo(10_000);
        assertThat(OpenFiles.idlePerDirectory(2, Long.MAX_VALUE)).isEqualTo(5_000);
    }

    @Test
    void aDirectoryCanAlwaysWork() {
        assertThat(OpenFiles.idlePerDirectory(100, 200)).isEqualTo(16);
    }
}
