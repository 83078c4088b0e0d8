package io.ottla.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which schema registry a command talks to; any that speaks the usual HTTP API. */
final class RegistryOptions {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int FIRST_ERROR_STATUS = 400;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The schema registry (default: ${DEFAULT-VALUE}).")
    private String registry = "";

    @Option(
            names = "--registry-config",
            paramLabel = "FILE",
            description = "Who calls and whom to trust, as serializers are told: basic.auth.user.info,"
                    + " bearer.auth.token, schema.registry.ssl.*")
    private @Nullable Path config;

    JsonNode get(String path) {
        return json(send("GET", path, ""));
    }

    String getText(String path) {
        return send("GET", path, "");
    }

    JsonNode delete(String path) {
        return json(send("DELETE", path, ""));
    }

    JsonNode post(String path, JsonNode body) {
        return json(send("POST", path, body.toString()));
    }

    /** A name as one part of a path. */
    static String part(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String send(String method, String path, String body) {
        RegistryAccess access = config == null ? RegistryAccess.OPEN : RegistryAccess.of(config);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        access.authorization().ifPresent(value -> request.header("Authorization", value));
        HttpClient.Builder client = HttpClient.newBuilder();
        access.tls().ifPresent(client::sslContext);
        HttpResponse<String> response = answered(client.build(), request.build());
        if (response.statusCode() >= FIRST_ERROR_STATUS) {
            throw new CommandFailure(errorMessage(response));
        }
        return response.body();
    }

    private HttpResponse<String> answered(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new CommandFailure(
                    "no schema registry at " + registry + ": is a node running? Start one with '" + Launcher.name()
                            + " dev', or name another with --registry URL",
                    e);
        } catch (IOException e) {
            throw new CommandFailure("the schema registry at " + registry + " did not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private URI uri(String path) {
        try {
            return URI.create(
                    (registry.endsWith("/") ? registry.substring(0, registry.length() - 1) : registry) + path);
        } catch (IllegalArgumentException e) {
            throw new UsageError("--registry " + registry + " is not a URL");
        }
    }

    private static String errorMessage(HttpResponse<String> response) {
        try {
            JsonNode body = MAPPER.readTree(response.body());
            if (body != null && body.path("message").isTextual()) {
                return body.path("message").textValue() + " ("
                        + body.path("error_code").asText() + ")";
            }
        } catch (JsonProcessingException notJson) {
            return "the schema registry answered with status " + response.statusCode() + " and no JSON: is it one?";
        }
        return "the schema registry answered with status " + response.statusCode();
    }

    private JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CommandFailure("what answers at " + registry + " is not a schema registry", e);
        }
    }
}
