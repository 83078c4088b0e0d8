package io.ottla.http.registry;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import io.ottla.http.endpoint.Call;
import java.util.List;
import java.util.Set;

/** The media types of the registry. */
final class RegistryTypes {
    static final MediaType.WithFixedCharset V1 =
            MediaTypes.applicationWithFixedCharset("vnd.schemaregistry.v1+json", HttpCharsets.UTF_8);
    static final MediaType.WithFixedCharset ANY_VERSION =
            MediaTypes.applicationWithFixedCharset("vnd.schemaregistry+json", HttpCharsets.UTF_8);

    /** What the REST proxy calls its answers. */
    static final MediaType.WithFixedCharset PROXY =
            MediaTypes.applicationWithFixedCharset("vnd.kafka.v2+json", HttpCharsets.UTF_8);

    /** In which answers can be given, the usual one first. */
    static final List<MediaType> ANSWERS = List.of(V1, ANY_VERSION, MediaTypes.APPLICATION_JSON);

    /** In which requests may come, whatever their charset is said to be; or without any. */
    static final Set<String> REQUESTS = Set.of(
            "application/vnd.schemaregistry.v1+json",
            "application/vnd.schemaregistry+json",
            "application/json",
            "application/octet-stream");

    private RegistryTypes() {}

    /** The type of an answer that the client likes best; the usual one if it takes none. */
    static ContentType answer(Call call) {
        MediaType type = call.preferred(ANSWERS).orElse(V1);
        return type instanceof MediaType.WithFixedCharset fixed
                ? fixed.toContentType()
                : MediaTypes.APPLICATION_JSON.toContentType();
    }
}
