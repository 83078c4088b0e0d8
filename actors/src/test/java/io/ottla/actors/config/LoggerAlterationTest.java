package io.ottla.actors.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class LoggerAlterationTest {
    private static final LoggerLevels LOGGERS = () -> Map.of("root", "INFO", "io.ottla", "INFO");

    @Test
    void changesLevels() {
        assertThat(alter(ConfigOperation.set("root", "warn"), ConfigOperation.delete("io.ottla")))
                .isEqualTo(new AlterationResult.Accepted(
                        Map.of("root", Optional.of("WARN"), "io.ottla", Optional.empty())));
    }

    @Test
    void refusesInKafkasWords() {
        assertThat(alter(ConfigOperation.set("no.such", "DEBUG"))).isEqualTo(invalid("Logger no.such does not exist!"));
        assertThat(alter(ConfigOperation.delete("no.such"))).isEqualTo(invalid("Logger no.such does not exist!"));
        assertThat(alter(ConfigOperation.delete("root")))
                .isEqualTo(bad("Removing the log level of the root logger is not allowed"));
        assertThat(alter(new ConfigOperation("root", ConfigOperation.Kind.APPEND, Optional.of("DEBUG"))))
                .isEqualTo(bad("APPEND operation is not allowed for the BROKER_LOGGER resource"));
        assertThat(alter(ConfigOperation.set("root", "INFO"), ConfigOperation.set("root", "WARN")))
                .isEqualTo(bad("Error due to duplicate config keys"));
    }

    @Test
    void refusesLevelsThatDoNotExist() {
        assertThat(alter(ConfigOperation.set("root", "LOUD")))
                .isInstanceOfSatisfying(
                        AlterationResult.Refused.class,
                        refused -> assertThat(refused.message())
                                .contains("LOUD", "[DEBUG, ERROR, FATAL, INFO, TRACE, WARN]"));
    }

    private static AlterationResult alter(ConfigOperation... operations) {
        return LoggerAlteration.alter(LOGGERS, List.of(operations));
    }

    private static AlterationResult invalid(String message) {
        return new AlterationResult.Refused(Errors.INVALID_CONFIG, message);
    }

    private static AlterationResult bad(String message) {
        return new AlterationResult.Refused(Errors.INVALID_REQUEST, message);
    }
}
