package io.ottla.http.rest.v3;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Up to ten records in one body, answered by which of them arrived. */
final class ProduceBatch {
    private static final int MAX_ENTRIES = 10;
    private static final int BATCH_UNUSABLE = 42208;
    private static final int MULTI_STATUS = 207;
    private static final Pattern ID = Pattern.compile("[0-9a-zA-Z-_]{1,80}");

    private final RecordProducer producer;

    ProduceBatch(RecordProducer producer) {
        this.producer = producer;
    }

    private record Outcome(String id, ObjectNode answer, boolean success) {}

    CompletionStage<HttpResponse> send(String clusterId, String topic, JsonNode body) {
        List<JsonNode> entries = entries(body);
        return producer.partitions(topic)
                .thenComposeAsync(
                        partitions -> {
                            List<CompletableFuture<Outcome>> outcomes = entries.stream()
                                    .map(entry -> outcome(clusterId, topic, partitions, entry))
                                    .toList();
                            return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                                    .thenApply(done -> outcomes.stream()
                                            .map(CompletableFuture::join)
                                            .toList());
                        },
                        producer.blocking())
                .thenApply(ProduceBatch::answer);
    }

    private CompletableFuture<Outcome> outcome(String clusterId, String topic, int partitions, JsonNode entry) {
        String id = entry.path("id").textValue();
        return producer.produce(
                        clusterId, topic, partitions, entry, Json.object().put("id", id))
                .handle((sent, failure) -> failure == null
                        ? new Outcome(id, sent, true)
                        : new Outcome(id, failed(id, RecordProducer.refusal(failure)), false))
                .toCompletableFuture();
    }

    private static ObjectNode failed(String id, Refusal refusal) {
        return Json.object().put("id", id).put("error_code", refusal.code()).put("message", refusal.reason());
    }

    private static HttpResponse answer(List<Outcome> outcomes) {
        ObjectNode answer = Json.object();
        var successes = answer.putArray("successes");
        var failures = answer.putArray("failures");
        outcomes.forEach(outcome -> (outcome.success() ? successes : failures).add(outcome.answer()));
        return Json.response(MULTI_STATUS, answer);
    }

    private static List<JsonNode> entries(JsonNode body) {
        List<JsonNode> entries = new ArrayList<>();
        Fields.requiredList(body, "entries").forEach(entries::add);
        if (entries.isEmpty() || entries.size() > MAX_ENTRIES) {
            throw unusable("A batch has 1 to " + MAX_ENTRIES + " entries, not " + entries.size());
        }
        Set<String> ids = new HashSet<>();
        for (JsonNode entry : entries) {
            String id = entry.path("id").asText("");
            if (!entry.path("id").isTextual() || !ID.matcher(id).matches()) {
                throw unusable("The id of an entry is 1 to 80 of 0-9, a-z, A-Z, - and _");
            }
            if (!ids.add(id)) {
                throw unusable("The id " + id + " is used twice");
            }
        }
        return entries;
    }

    private static Refusal unusable(String message) {
        return Refusal.coded(BATCH_UNUSABLE, message);
    }
}
