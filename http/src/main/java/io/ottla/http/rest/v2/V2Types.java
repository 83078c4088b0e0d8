package io.ottla.http.rest.v2;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The media types of version 2: one for its own documents, and one for each format that records stand in. */
final class V2Types {
    private static final Pattern EMBEDDED = Pattern.compile(
            "application/vnd\\.kafka\\.(binary|json|avro|jsonschema|protobuf)\\.v2\\+json", Pattern.CASE_INSENSITIVE);
    private static final Pattern ANY = Pattern.compile(
            "application/(json|octet-stream|vnd\\.kafka(\\.[a-z]+)?(\\.v2)?\\+json)", Pattern.CASE_INSENSITIVE);

    static final ContentType PLAIN = type("application/vnd.kafka.v2+json");

    private static final List<MediaType> PLAIN_ANSWERS =
            List.of(PLAIN.mediaType(), type("application/vnd.kafka+json").mediaType(), MediaTypes.APPLICATION_JSON);

    private static final List<MediaType> EMBEDDED_ANSWERS = Stream.of(
                    "binary", "json", "avro", "jsonschema", "protobuf")
            .map(format -> of(format).mediaType())
            .toList();

    private V2Types() {}

    /** The format that the body of a produce request is in; refuses all that is not one with 415. */
    static String producedFormat(Call call) {
        return call.type()
                .flatMap(type -> format(type.toString()))
                .orElseThrow(() -> Refusal.of(415, "HTTP 415 Unsupported Media Type"));
    }

    /** The format in this type, if it names one. */
    static Optional<String> format(String type) {
        Matcher matcher = EMBEDDED.matcher(type);
        return matcher.matches() ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /** The type of records in this format. */
    static ContentType of(String format) {
        return type("application/vnd.kafka." + format + ".v2+json");
    }

    /** Refuses a body that says it is something else with 415. */
    static void requireKnownBody(Call call) {
        call.type().ifPresent(type -> {
            if (!ANY.matcher(type.toString()).matches()) {
                throw Refusal.of(415, "HTTP 415 Unsupported Media Type");
            }
        });
    }

    /** The type of an answer without records that the client likes best; 406 if it takes none. */
    static ContentType answer(Call call) {
        return call.preferred(PLAIN_ANSWERS)
                .map(V2Types::type)
                .orElseThrow(() -> Refusal.of(406, "HTTP 406 Not Acceptable"));
    }

    /** The type of a refusal: what the client takes, were it records, or JSON if it takes nothing of ours. */
    static ContentType refusal(Call call) {
        return call.preferred(PLAIN_ANSWERS)
                .or(() -> call.preferred(EMBEDDED_ANSWERS))
                .map(V2Types::type)
                .orElse(ContentTypes.APPLICATION_JSON);
    }

    private static ContentType type(MediaType type) {
        return type.equals(MediaTypes.APPLICATION_JSON) ? ContentTypes.APPLICATION_JSON : type(type.toString());
    }

    private static ContentType type(String mediaType) {
        String[] parts = mediaType.split("/", 2);
        return ContentTypes.create(MediaTypes.customWithFixedCharset(
                parts[0], parts[1], akka.http.javadsl.model.HttpCharsets.UTF_8, new java.util.HashMap<>(), false));
    }
}
