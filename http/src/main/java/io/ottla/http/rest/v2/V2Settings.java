package io.ottla.http.rest.v2;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.member.state.MemberSettings;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a consumer instance is created with. */
final class V2Settings {
    static final Set<String> FIELDS = Set.of(
            "id",
            "name",
            "format",
            "auto.offset.reset",
            "auto.commit.enable",
            "fetch.min.bytes",
            "consumer.request.timeout.ms",
            "isolation.level");
    private static final Set<String> FORMATS = Set.of("binary", "json", "avro", "jsonschema", "protobuf");
    private static final int BAD_SETTING = 42204;
    private static final int OUT_OF_BOUNDS = 40001;
    private static final int MAX_MIN_BYTES = 10_000_000;
    private static final long MAX_WAIT_MILLIS = 50_000;
    private static final long DEFAULT_WAIT_MILLIS = 1_000;

    private V2Settings() {}

    static MemberSettings of(JsonNode body) {
        String format = V2Body.text(body, "format").orElse("binary").toLowerCase(Locale.ROOT);
        if (!FORMATS.contains(format)) {
            throw Refusal.coded(BAD_SETTING, "Invalid format type.");
        }
        Map<String, String> consumer = new HashMap<>();
        oneOf(body, "auto.offset.reset", Set.of("earliest", "latest", "none"))
                .ifPresent(reset -> consumer.put("auto.offset.reset", reset));
        oneOf(body, "isolation.level", Set.of("read_committed", "read_uncommitted"))
                .ifPresent(level -> consumer.put("isolation.level", level));
        return new MemberSettings(
                format,
                oneOf(body, "auto.commit.enable", Set.of("true", "false"))
                        .map(Boolean::parseBoolean)
                        .orElse(true),
                (int) number(body, "fetch.min.bytes", 1, -1, MAX_MIN_BYTES),
                number(body, "consumer.request.timeout.ms", DEFAULT_WAIT_MILLIS, 1, MAX_WAIT_MILLIS),
                consumer);
    }

    private static Optional<String> oneOf(JsonNode body, String name, Set<String> values) {
        JsonNode field = body.path(name);
        if (field.isMissingNode() || field.isNull()) {
            return Optional.empty();
        }
        String value = field.asText().toLowerCase(Locale.ROOT);
        if (!values.contains(value)) {
            throw Refusal.coded(BAD_SETTING, "Invalid consumer configuration: " + name + " cannot be " + value);
        }
        return Optional.of(value);
    }

    /** The originals take numbers as strings too. */
    private static long number(JsonNode body, String name, long otherwise, long least, long most) {
        JsonNode field = body.path(name);
        if (field.isMissingNode() || field.isNull()) {
            return otherwise;
        }
        long value;
        try {
            value = Long.parseLong(field.asText());
        } catch (NumberFormatException e) {
            throw Refusal.coded(BAD_SETTING, "Invalid consumer configuration: " + name + " must be a number");
        }
        if (value < least || value > most) {
            throw Refusal.coded(
                    422,
                    OUT_OF_BOUNDS,
                    "Invalid consumer configuration: " + name + " must be " + least + " to " + most);
        }
        return value;
    }
}
