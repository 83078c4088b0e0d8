package io.ottla.serdes.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A registry that speaks the Schema Registry's HTTP API. With several addresses, one that cannot be reached is passed over for
 * the next; an answer, also a refusal, is final.
 */
public final class HttpRegistry implements RegistryClient {
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<URI> addresses;
    private final Optional<String> authorization;
    private final HttpClient http;
    private final Duration answerWithin;
    private final AtomicInteger preferred = new AtomicInteger();

    /**
     * A client of these addresses.
     *
     * @param authorization the value of the Authorization header, if there is to be one
     */
    public HttpRegistry(
            List<URI> addresses, Optional<String> authorization, Duration connectWithin, Duration answerWithin) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a registry needs an address");
        }
        this.addresses = List.copyOf(addresses);
        this.authorization = authorization;
        this.answerWithin = answerWithin;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectWithin)
                .build();
    }

    @Override
    public RegisteredSchema register(String subject, SchemaText schema, boolean normalize) {
        JsonNode answer = post("/subjects/" + encode(subject) + "/versions?normalize=" + normalize, schema);
        // Servers before version 7.5 answer the id alone.
        int version = answer.path("version").asInt(-1);
        return new RegisteredSchema(answer.path("id").asInt(), version, schema, guid(answer));
    }

    @Override
    public RegisteredSchema lookup(String subject, SchemaText schema, boolean normalize) {
        return registered(post("/subjects/" + encode(subject) + "?normalize=" + normalize, schema));
    }

    @Override
    public SchemaText byId(String subject, int id) {
        return schema(get("/schemas/ids/" + id + "?fetchMaxId=false&subject=" + encode(subject)));
    }

    @Override
    public SchemaText byGuid(UUID guid) {
        return schema(get("/schemas/guids/" + guid));
    }

    @Override
    public RegisteredSchema latest(String subject) {
        return registered(get("/subjects/" + encode(subject) + "/versions/latest"));
    }

    @Override
    public RegisteredSchema version(String subject, int version) {
        return registered(get("/subjects/" + encode(subject) + "/versions/" + version + "?deleted=true"));
    }

    private JsonNode get(String path) {
        return ask(path, HttpRequest.newBuilder().GET());
    }

    private JsonNode post(String path, SchemaText schema) {
        ObjectNode body = JSON.createObjectNode().put("schema", schema.text());
        if (schema.kind() != SchemaKind.AVRO) {
            body.put("schemaType", schema.kind().name());
        }
        schema.references()
                .forEach(reference -> body.withArray("references")
                        .addObject()
                        .put("name", reference.name())
                        .put("subject", reference.subject())
                        .put("version", reference.version()));
        return ask(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", CONTENT_TYPE)
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private JsonNode ask(String path, HttpRequest.Builder request) {
        request.header("Accept", CONTENT_TYPE).timeout(answerWithin);
        authorization.ifPresent(value -> request.header("Authorization", value));
        int first = preferred.get();
        IOException unreachable = new IOException("no address");
        for (int i = 0; i < addresses.size(); i++) {
            int index = (first + i) % addresses.size();
            try {
                HttpResponse<String> answer =
                        http.send(request.uri(at(index, path)).build(), HttpResponse.BodyHandlers.ofString());
                preferred.set(index);
                return read(answer);
            } catch (IOException e) {
                unreachable = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryException("interrupted while asking the schema registry", e);
            }
        }
        throw new RegistryException("cannot reach the schema registry at " + addresses, unreachable);
    }

    private URI at(int index, String path) {
        String base = addresses.get(index).toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private static JsonNode read(HttpResponse<String> answer) {
        JsonNode body;
        try {
            body = JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new RegistryException(
                    answer.uri() + " answered " + answer.statusCode() + " and no JSON: not a schema registry?", e);
        }
        if (answer.statusCode() / 100 != 2) {
            throw new RegistryException(
                    body.path("error_code").asInt(answer.statusCode()),
                    body.path("message").asText("status " + answer.statusCode()));
        }
        return body;
    }

    private static RegisteredSchema registered(JsonNode answer) {
        return new RegisteredSchema(
                answer.path("id").asInt(), answer.path("version").asInt(), schema(answer), guid(answer));
    }

    /** Servers before version 8 tell none. */
    private static @Nullable UUID guid(JsonNode answer) {
        try {
            return answer.path("guid").isTextual()
                    ? UUID.fromString(answer.path("guid").textValue())
                    : null;
        } catch (IllegalArgumentException e) {
            throw new RegistryException(
                    "the schema registry tells a guid that is none: "
                            + answer.path("guid").textValue(),
                    e);
        }
    }

    private static SchemaText schema(JsonNode answer) {
        String kind = answer.path("schemaType").asText(SchemaKind.AVRO.name());
        List<SchemaReference> references = new ArrayList<>();
        answer.path("references")
                .forEach(reference -> references.add(new SchemaReference(
                        reference.path("name").asText(),
                        reference.path("subject").asText(),
                        reference.path("version").asInt())));
        return new SchemaText(
                SchemaKind.valueOf(kind.toUpperCase(Locale.ROOT)),
                answer.path("schema").asText(),
                references);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
