package io.ottla.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private final Times times =
            new Times(Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneId.of("Europe/Prague")));

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T10:00:00Z, 2026-11-22T10:00:00Z",
        "2026-11-22T10:00:00+02:00, 2026-11-22T08:00:00Z",
        "2026-11-22T10:00:00-02:00, 2026-11-22T12:00:00Z",
        "2026-11-22T10:00, 2026-11-22T09:00:00Z",
        "2026-11-22, 2026-11-21T23:00:00Z",
        "90s, 2026-11-22T11:58:30Z",
        "15m, 2026-11-22T11:45:00Z",
        "2h, 2026-11-22T10:00:00Z",
        "7d, 2026-11-15T12:00:00Z",
        "@1500, 1970-01-01T00:00:01.500Z",
    })
    void readsTimes(String text, Instant instant) {
        assertThat(times.parse("--from", text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "10", "2026-13-01", "-5m", "5w", "@", ""})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> times.parse("--from", text))
                .isInstanceOf(UsageError.class)
                .hasMessageStartingWith("--from takes a time");
    }

    @Test
    void tellsWordsOffsetsAndTimesApart() {
        assertThat(TailStart.parse("beginning", times)).isEqualTo(new TailStart.Beginning());
        assertThat(TailStart.parse("end", times)).isEqualTo(new TailStart.End());
        assertThat(TailStart.parse("1763805600000", times)).isEqualTo(new TailStart.AtOffset(1_763_805_600_000L));
        assertThat(TailStart.parse("2h", times)).isEqualTo(new TailStart.AtTime(Instant.parse("2026-11-22T10:00:00Z")));
        assertThatThrownBy(() -> TailStart.parse("-1", times)).isInstanceOf(UsageError.class);
    }
}
