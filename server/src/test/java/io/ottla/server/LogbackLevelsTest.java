package io.ottla.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.protocol.api.LogLevels;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogbackLevelsTest {
    private static final String LOGGER = "io.ottla.some.Thing";

    private final LogLevels levels = LogbackLevels.ofProcess();

    LogbackLevelsTest() {
        LoggerFactory.getLogger(LOGGER).debug("so that the logger exists");
    }

    @AfterEach
    void takeTheParentsLevelAgain() {
        levels.set(LOGGER, Optional.empty());
    }

    @Test
    void tellsTheLevelThatHoldsForEveryLogger() {
        assertThat(levels.levels())
                .containsKey("root")
                .containsEntry(LOGGER, levels.levels().get("root"));
    }

    @Test
    void setsALevelAndTakesItBack() {
        levels.set(LOGGER, Optional.of("TRACE"));
        assertThat(levels.levels()).containsEntry(LOGGER, "TRACE");

        levels.set(LOGGER, Optional.empty());
        assertThat(levels.levels()).containsEntry(LOGGER, levels.levels().get("root"));
    }

    @Test
    void takesFatalForTheHighestLevelThereIs() {
        levels.set(LOGGER, Optional.of("FATAL"));

        assertThat(levels.levels()).containsEntry(LOGGER, "ERROR");
    }

    @Test
    void refusesALoggerThatIsNotThere() {
        assertThatThrownBy(() -> levels.set("no.such.Logger", Optional.of("INFO")))
                .hasMessageContaining("no.such.Logger");
    }
}
