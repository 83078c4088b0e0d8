package io.ottla.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Raw requests to a registry. */
final class RegistryHttp {
    static final String TYPE = "application/vnd.schemaregistry.v1+json";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    RegistryHttp(String url) {
        this.url = url;
    }

    /** Status and body of an answer. */
    record Answer(int status, String contentType, String text) {
        JsonNode json() {
            return parse(text);
        }

        Answer expect(int expected) {
            assertThat(status).as(text).isEqualTo(expected);
            return this;
        }

        /** Expects a refusal. */
        void expectError(int expectedStatus, int code) {
            expect(expectedStatus);
            assertThat(json().path("error_code").asInt()).as(text).isEqualTo(code);
            assertThat(json().path("message").asText()).isNotBlank();
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, String body) {
        return send(request(path).header("Content-Type", TYPE).POST(BodyPublishers.ofString(body)));
    }

    Answer put(String path, String body) {
        return send(request(path).header("Content-Type", TYPE).PUT(BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Registers and answers the id. */
    int register(String subject, String schema) {
        return post("/subjects/" + subject + "/versions", body(schema, "AVRO"))
                .expect(200)
                .json()
                .path("id")
                .asInt();
    }

    static String body(String schema, String type) {
        ObjectNode body = MAPPER.createObjectNode();
        return body.put("schema", schema).put("schemaType", type).toString();
    }

    /** An Avro record with fields of type int; those ending in ! have a default. */
    static String avro(String... fields) {
        ObjectNode record = MAPPER.createObjectNode().put("type", "record").put("name", "R");
        for (String field : fields) {
            ObjectNode added = record.withArray("/fields").addObject();
            added.put("name", field.replace("!", "")).put("type", "int");
            if (field.endsWith("!")) {
                added.put("default", 0);
            }
        }
        return record.toString();
    }

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(text, e);
        }
    }
}
