package io.ottla.http.rest.stream;

import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Refusal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** Where a stream begins. */
sealed interface StreamStart {
    /** At the first record there is. */
    record Beginning() implements StreamStart {}

    /** At the first record that is written from now on. */
    record End() implements StreamStart {}

    /** At this offset of every partition. */
    record Offset(long offset) implements StreamStart {}

    /** At the first record of this time or later. */
    record Time(long millis) implements StreamStart {}

    /** Where the client got to; partitions it does not name are new, and begin at their first record. */
    record Resumed(Map<Integer, Long> next) implements StreamStart {}

    /** Where a call wants to begin: {@code Last-Event-ID} counts before the query; the end if nothing is said. */
    static StreamStart of(Call call) {
        Optional<String> resumed =
                call.header("Last-Event-ID").filter(id -> !id.isBlank()).or(() -> call.query("last_event_id"));
        if (resumed.isPresent()) {
            return new Resumed(Positions.parse(resumed.get()).next());
        }
        if (call.query("offsets").isPresent()) {
            return new Resumed(Positions.parse(call.query("offsets").get()).next());
        }
        if (call.queryNumber("offset").isPresent()) {
            return new Offset(call.queryNumber("offset").get());
        }
        if (call.query("timestamp").isPresent()) {
            return new Time(millis(call.query("timestamp").get()));
        }
        return switch (call.query("from").orElse("end")) {
            case "beginning", "earliest" -> new Beginning();
            case "end", "latest" -> new End();
            default -> throw Refusal.of(400, "The query parameter from must be beginning or end");
        };
    }

    private static long millis(String text) {
        try {
            return text.chars().allMatch(Character::isDigit)
                    ? Long.parseLong(text)
                    : Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException | NumberFormatException e) {
            throw Refusal.of(400, "The query parameter timestamp must be as in 2026-11-22T10:15:30Z, or milliseconds");
        }
    }
}
