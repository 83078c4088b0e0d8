package io.ottla.testkit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** Raw HTTP requests at a node, and their answers as JSON. */
public final class RestClient {
    static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String base;

    public RestClient(String base) {
        this.base = base;
    }

    /** An answer: its status, its type, its body. */
    public record Answer(HttpResponse<String> raw) {
        public int status() {
            return raw.statusCode();
        }

        public String type() {
            return raw.headers().firstValue("Content-Type").orElse("");
        }

        public JsonNode json() {
            return parse(raw.body());
        }

        public int errorCode() {
            return json().path("error_code").asInt();
        }

        /** The lines of an answer that has many. */
        public List<JsonNode> lines() {
            List<JsonNode> lines = new ArrayList<>();
            raw.body().lines().filter(line -> !line.isBlank()).forEach(line -> lines.add(parse(line)));
            return lines;
        }
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, BodyPublishers.noBody(), headers);
    }

    /** Posts JSON as {@code application/json}. */
    public Answer post(String path, String body) {
        return send("POST", path, BodyPublishers.ofString(body), "Content-Type", JSON);
    }

    public Answer send(String method, String path, String body, String... headers) {
        return send(method, path, BodyPublishers.ofString(body), headers);
    }

    private Answer send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("not JSON: " + text, e);
        }
    }

    /** JSON written with single quotes. */
    public static String json(String text) {
        return text.replace('\'', '"');
    }
}
