package io.ottla.multinode.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Requests as any HTTP client sends them. */
final class HttpCalls {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    /** No node keeps a caller waiting for longer than it may take to see that another one is gone. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(90);

    private HttpCalls() {}

    /** An answer: its status and its body. */
    record Answer(int status, String text) {
        JsonNode json() {
            return parse(text);
        }

        /** Fails as a lost node does if the node says that it cannot answer now; clients try again then. */
        Answer orTryElsewhere() throws IOException {
            if (status >= 500) {
                throw new IOException(status + ": " + text);
            }
            return this;
        }
    }

    static Answer get(String url, String accept) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).header("Accept", accept));
    }

    static Answer post(String url, String type, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }

    static Answer delete(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).DELETE());
    }

    /** An answer that does not end; header names and values take turns. */
    static InputStream stream(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).headers(headers).build();
        HttpResponse<InputStream> answer = CLIENT.send(request, BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            String text = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
            throw new IOException(answer.statusCode() + ": " + text);
        }
        return answer.body();
    }

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    private static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = CLIENT.send(request.timeout(ANSWER_WITHIN).build(), BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body());
    }
}
