package io.ottla.server.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads points in time: {@code 2026-11-22T10:00:00Z} (or with an offset such as {@code +01:00}), {@code 2026-11-22T10:00}
 * and {@code 2026-11-22} in the clock's zone, {@code 90s 15m 2h 7d} ago, and {@code @1763805600000} milliseconds of the epoch.
 */
final class Times {
    private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");
    private static final Pattern EPOCH_MS = Pattern.compile("@(\\d{1,15})");

    private final Clock clock;

    /** Times relative to this clock's present, in its zone. */
    Times(Clock clock) {
        this.clock = clock;
    }

    /** The instant, or a complaint that names the option. */
    Instant parse(String option, String text) {
        return tryParse(text)
                .orElseThrow(() -> new UsageError(option + " takes a time such as 2026-11-22T10:00:00Z, 2026-11-22,"
                        + " 15m (ago) or @1763805600000 (epoch ms), not '" + text + "'"));
    }

    Optional<Instant> tryParse(String text) {
        Matcher ago = AGO.matcher(text.toLowerCase(Locale.ROOT));
        if (ago.matches()) {
            return Optional.of(clock.instant().minus(duration(Long.parseLong(ago.group(1)), ago.group(2))));
        }
        Matcher epochMs = EPOCH_MS.matcher(text);
        if (epochMs.matches()) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(epochMs.group(1))));
        }
        try {
            return Optional.of(calendar(text));
        } catch (DateTimeException e) {
            return Optional.empty(); // Not a time: the caller knows what else the text may be.
        }
    }

    private Instant calendar(String text) {
        if (text.indexOf('T') < 0) {
            return LocalDate.parse(text).atStartOfDay(clock.getZone()).toInstant();
        }
        boolean zoned = text.endsWith("Z") || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T');
        return zoned
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(clock.getZone()).toInstant();
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new IllegalStateException("no unit " + unit);
        };
    }
}
