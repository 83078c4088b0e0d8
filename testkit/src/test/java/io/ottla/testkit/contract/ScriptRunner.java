package io.ottla.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Carries out a script against one server; what an exchange keeps is known to all that follow. */
final class ScriptRunner {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final Map<String, String> kept = new HashMap<>();

    ScriptRunner(String url) {
        this.url = url;
    }

    void keep(String name, String value) {
        kept.put(name, value);
    }

    void run(Script.Section section) {
        section.exchanges().forEach(this::run);
    }

    private void run(Exchange exchange) {
        HttpResponse<String> answer = send(exchange);
        String told = "line " + exchange.line() + ": " + exchange.method() + " " + exchange.path() + "\n"
                + answer.headers().map() + "\n" + answer.body() + "\n";
        assertThat(answer.statusCode()).as(told).isEqualTo(exchange.status());
        for (String header : exchange.answerHeaders()) {
            int colon = header.indexOf(": ");
            assertThat(answer.headers().firstValue(header.substring(0, colon)).orElse("(none)"))
                    .as(told)
                    .isEqualTo(filled(header.substring(colon + 2)));
        }
        switch (exchange.how()) {
            case EMPTY -> assertThat(answer.body()).as(told).isEmpty();
            case TEXT ->
                assertThat(answer.body())
                        .as(told)
                        .isEqualTo(filled(exchange.answer().orElseThrow()));
            case LINES -> compareLines(told, exchange.answer().orElseThrow(), answer.body());
            case PART, EXACTLY ->
                exchange.answer()
                        .ifPresent(expected -> compare(
                                told,
                                "",
                                parse(expected),
                                parse(answer.body()),
                                exchange.how() == Exchange.Comparison.EXACTLY));
        }
    }

    private HttpResponse<String> send(Exchange exchange) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + filled(exchange.path())));
        exchange.headers().forEach(header -> {
            int colon = header.indexOf(": ");
            request.header(header.substring(0, colon), filled(header.substring(colon + 2)));
        });
        request.method(
                exchange.method(),
                exchange.body()
                        .map(body -> BodyPublishers.ofString(withSchemaText(filled(body))))
                        .orElse(BodyPublishers.noBody()));
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("line " + exchange.line(), e);
        }
    }

    /** A schema may be written as the object it is; requests have it as text. */
    private static String withSchemaText(String body) {
        if (!body.startsWith("{") || !body.contains("\"schema\": {")) {
            return body;
        }
        ObjectNode request = (ObjectNode) parse(body);
        return request.put("schema", request.path("schema").toString()).toString();
    }

    /** Longer names first, so that none is taken for the beginning of another. */
    private String filled(String text) {
        String result = text;
        for (var entry : new TreeMap<>(kept).descendingMap().entrySet()) {
            result = result.replace("$" + entry.getKey(), entry.getValue());
        }
        return result;
    }

    private void compareLines(String told, String expected, String actual) {
        List<String> wanted = expected.lines().toList();
        List<String> found = actual.lines().filter(line -> !line.isBlank()).toList();
        assertThat(found).as(told).hasSameSizeAs(wanted);
        for (int line = 0; line < wanted.size(); line++) {
            compare(told, "line " + line, parse(wanted.get(line)), parse(found.get(line)), false);
        }
    }

    private void compare(String told, String place, JsonNode expected, JsonNode actual, boolean exactly) {
        if (expected.isTextual() && expected.textValue().equals("*")) {
            assertThat(actual.isMissingNode() || actual.isNull())
                    .as(told + place)
                    .isFalse();
        } else if (expected.isTextual() && expected.textValue().startsWith("$") && !kept.containsKey(name(expected))) {
            assertThat(actual.isValueNode()).as(told + place).isTrue();
            kept.put(name(expected), actual.asText());
        } else if (expected.isTextual() && expected.textValue().startsWith("$")) {
            assertThat(actual.asText()).as(told + place).isEqualTo(filled(expected.textValue()));
        } else if (expected.isObject()) {
            expected.properties()
                    .forEach(member -> compare(
                            told,
                            place + "/" + member.getKey(),
                            member.getValue(),
                            actual.path(member.getKey()),
                            exactly));
            if (exactly) {
                assertThat(actual.properties().stream().map(Map.Entry::getKey))
                        .as(told + place)
                        .containsExactlyInAnyOrderElementsOf(expected.properties().stream()
                                .map(Map.Entry::getKey)
                                .toList());
            }
        } else if (expected.isArray()) {
            assertThat(actual.isArray()).as(told + place).isTrue();
            assertThat(actual.size()).as(told + place).isEqualTo(expected.size());
            for (int index = 0; index < expected.size(); index++) {
                compare(told, place + "/" + index, expected.get(index), actual.get(index), exactly);
            }
        } else if (expected.isTextual()) {
            assertThat(actual.isTextual() ? actual.textValue() : actual.toString())
                    .as(told + place)
                    .isEqualTo(filled(expected.textValue()));
        } else {
            assertThat(actual).as(told + place).isEqualTo(expected);
        }
    }

    private static String name(JsonNode variable) {
        return variable.textValue().substring(1);
    }

    private static JsonNode parse(String text) {
        try {
            return Exchange.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }
}
