package io.ottla.http.rest.v2;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import io.ottla.http.rest.KafkaFailures;
import io.ottla.http.rest.RecordSender;
import io.ottla.http.rest.format.SchemaFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Producing a batch: all records are understood before the first is sent, and each is told what became of it. */
final class V2Produce {
    private static final int TOPIC_NOT_FOUND = 40401;
    private static final int KAFKA_ERROR = 50002;
    private static final int KAFKA_RETRIABLE_ERROR = 50003;

    private final RecordSender sender;
    private final Optional<SchemaFormats> schemas;

    V2Produce(RecordSender sender, Optional<SchemaFormats> schemas) {
        this.sender = sender;
        this.schemas = schemas;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post(
                                "/topics/{topic_name}",
                                "Produce records to a topic",
                                call -> produce(call, OptionalInt.empty()))
                        .taking("V2ProduceRequest")
                        .answering("V2ProduceResponse"),
                Endpoint.post(
                                "/topics/{topic_name}/partitions/{partition_id}",
                                "Produce records to a partition",
                                call -> produce(call, OptionalInt.of(call.number("partition_id"))))
                        .taking("V2ProduceRequest")
                        .answering("V2ProduceResponse"));
    }

    /** What became of a record: its place, or why it has none. */
    private record Outcome(
            @Nullable RecordMetadata sent, @Nullable Throwable failure) {}

    private CompletionStage<HttpResponse> produce(Call call, OptionalInt partition) {
        String format = V2Types.producedFormat(call);
        var type = V2Types.answer(call);
        String topic = call.parameter("topic_name");
        return call.body()
                .thenCompose(bytes -> sender.topics()
                        .partitions(topic)
                        .exceptionally(V2Produce::unknownTopic)
                        .thenComposeAsync(
                                partitions -> {
                                    V2Batch batch = V2Batch.of(topic, partition, partitions, format, bytes, schemas);
                                    return sendAll(batch).thenApply(outcomes -> answer(batch, outcomes));
                                },
                                sender.blocking()))
                .thenApply(answer -> Json.response(statusOf(answer), type, answer))
                .exceptionally(failure -> {
                    throw KafkaFailures.translate(failure);
                });
    }

    private CompletionStage<List<Outcome>> sendAll(V2Batch batch) {
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        batch.records()
                .forEach(record -> outcomes.add(sender.send(record)
                        .handle((sent, failure) ->
                                new Outcome(sent, failure == null ? null : KafkaFailures.cause(failure)))
                        .toCompletableFuture()));
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .thenApply(
                        done -> outcomes.stream().map(CompletableFuture::join).toList());
    }

    private static ObjectNode answer(V2Batch batch, List<Outcome> outcomes) {
        ObjectNode answer = Json.object();
        ArrayNode offsets = answer.putArray("offsets");
        for (Outcome outcome : outcomes) {
            ObjectNode entry = offsets.addObject();
            if (outcome.sent() != null) {
                entry.put("partition", outcome.sent().partition())
                        .put("offset", outcome.sent().offset())
                        .putNull("error_code")
                        .putNull("error");
            } else {
                entry.putNull("partition")
                        .putNull("offset")
                        .put("error_code", code(outcome.failure()))
                        .put("error", String.valueOf(outcome.failure()));
            }
        }
        return answer.put("key_schema_id", batch.keySchemaId().orElse(null))
                .put("value_schema_id", batch.valueSchemaId().orElse(null));
    }

    /** A record that was refused for who sent it makes the whole answer a refusal. */
    private static int statusOf(JsonNode answer) {
        int status = 200;
        for (JsonNode entry : answer.path("offsets")) {
            int code = entry.path("error_code").asInt(0);
            if (code == 40101 || code == 40301) {
                status = code / 100;
            }
        }
        return status;
    }

    private static int code(@Nullable Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal.code();
        }
        if (failure instanceof KafkaException kafka) {
            int code = KafkaFailures.refusal(kafka).code();
            return code == 40101 || code == 40301
                    ? code
                    : failure instanceof RetriableException ? KAFKA_RETRIABLE_ERROR : KAFKA_ERROR;
        }
        return KAFKA_ERROR;
    }

    private static int unknownTopic(Throwable failure) {
        if (KafkaFailures.cause(failure) instanceof UnknownTopicOrPartitionException) {
            throw Refusal.coded(TOPIC_NOT_FOUND, "Topic not found.");
        }
        throw KafkaFailures.translate(failure);
    }
}
