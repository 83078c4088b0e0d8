package io.ottla.http.rest.v2;

import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import io.ottla.http.rest.member.MemberConsumer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Offsets and positions of a consumer instance. */
final class V2Offsets {
    private static final Set<String> OFFSET_FIELDS = Set.of("topic", "partition", "offset", "metadata");
    private static final int PARTITION_NOT_FOUND = 40402;

    /** Committing n says that n was read; Kafka wants to know what is read next. */
    CompletionStage<HttpResponse> commit(Call call, ByteString bytes, MemberConsumer consumer) {
        JsonNode body = V2Body.optionalObject(bytes, Set.of("offsets"));
        if (body.path("offsets").isEmpty()) {
            consumer.commitDelivered();
        } else {
            consumer.commit(offsets(body, 1));
        }
        return V2Consumers.answered(Json.empty(200));
    }

    CompletionStage<HttpResponse> committed(Call call, ByteString bytes, MemberConsumer consumer) {
        if (bytes.isEmpty()) {
            throw Refusal.coded(PARTITION_NOT_FOUND, "Partition not found.");
        }
        JsonNode body = V2Body.object(bytes, Set.of("partitions"));
        ObjectNode answer = Json.object();
        ArrayNode offsets = answer.putArray("offsets");
        consumer.committed(Set.copyOf(V2Body.partitions(body)))
                .forEach((partition, offset) -> offsets.addObject()
                        .put("topic", partition.topic())
                        .put("partition", partition.partition())
                        .put("offset", offset.offset())
                        .put("metadata", offset.metadata()));
        return V2Consumers.answered(Json.response(200, V2Types.answer(call), answer));
    }

    CompletionStage<HttpResponse> seek(Call call, ByteString bytes, MemberConsumer consumer) {
        consumer.seek(offsets(V2Body.object(bytes, Set.of("offsets")), 0));
        return V2Consumers.answered(Json.empty(204));
    }

    CompletionStage<HttpResponse> seekToBeginning(Call call, ByteString bytes, MemberConsumer consumer) {
        consumer.seekToBeginning(V2Body.partitions(V2Body.object(bytes, Set.of("partitions"))));
        return V2Consumers.answered(Json.empty(204));
    }

    CompletionStage<HttpResponse> seekToEnd(Call call, ByteString bytes, MemberConsumer consumer) {
        consumer.seekToEnd(V2Body.partitions(V2Body.object(bytes, Set.of("partitions"))));
        return V2Consumers.answered(Json.empty(204));
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(JsonNode body, int plus) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        V2Body.objects(body, "offsets", OFFSET_FIELDS)
                .forEach(entry -> offsets.put(V2Body.partition(entry), V2Body.offset(entry, plus)));
        return offsets;
    }
}
