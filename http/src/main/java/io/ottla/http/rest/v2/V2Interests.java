package io.ottla.http.rest.v2;

import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.rest.Json;
import io.ottla.http.rest.member.MemberConsumer;
import io.ottla.http.rest.member.MemberService;
import io.ottla.http.rest.member.state.Interest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.TopicPartition;

/** What a consumer instance wants to read. Subscribing and assigning exclude each other. */
final class V2Interests {
    private final MemberService members;

    V2Interests(MemberService members) {
        this.members = members;
    }

    CompletionStage<HttpResponse> subscribe(Call call, ByteString bytes, MemberConsumer consumer) {
        JsonNode body = V2Body.object(bytes, Set.of("topics", "topic_pattern"));
        if (consumer.descriptor().interest() instanceof Interest.Partitions) {
            throw excluded();
        }
        return want(consumer, body.has("topics") ? topics(body) : pattern(body));
    }

    CompletionStage<HttpResponse> assign(Call call, ByteString bytes, MemberConsumer consumer) {
        List<TopicPartition> partitions = V2Body.partitions(V2Body.object(bytes, Set.of("partitions")));
        if (consumer.descriptor().interest() instanceof Interest.Topics
                || consumer.descriptor().interest() instanceof Interest.Matching) {
            throw excluded();
        }
        return want(consumer, new Interest.Partitions(partitions));
    }

    CompletionStage<HttpResponse> unsubscribe(Call call, ByteString bytes, MemberConsumer consumer) {
        return want(consumer, new Interest.None());
    }

    CompletionStage<HttpResponse> subscription(Call call, ByteString bytes, MemberConsumer consumer) {
        ObjectNode answer = Json.object();
        ArrayNode topics = answer.putArray("topics");
        consumer.subscription().stream().sorted().forEach(topics::add);
        return V2Consumers.answered(Json.response(200, V2Types.answer(call), answer));
    }

    CompletionStage<HttpResponse> assignments(Call call, ByteString bytes, MemberConsumer consumer) {
        ObjectNode answer = Json.object();
        ArrayNode partitions = answer.putArray("partitions");
        consumer.assignment().stream()
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition))
                .forEach(partition ->
                        partitions.addObject().put("topic", partition.topic()).put("partition", partition.partition()));
        return V2Consumers.answered(Json.response(200, V2Types.answer(call), answer));
    }

    private CompletionStage<HttpResponse> want(MemberConsumer consumer, Interest interest) {
        return members.want(consumer, interest).thenApply(written -> Json.empty(204));
    }

    private static Interest topics(JsonNode body) {
        JsonNode list = body.path("topics");
        if (!list.isArray() || list.isEmpty()) {
            throw V2Body.invalid("Field topics may not be empty");
        }
        List<String> topics = new ArrayList<>();
        for (JsonNode topic : list) {
            if (!topic.isTextual() || topic.textValue().isBlank()) {
                throw V2Body.invalid("Field topics must be a list of names");
            }
            topics.add(topic.textValue());
        }
        return new Interest.Topics(topics);
    }

    private static Interest pattern(JsonNode body) {
        Optional<String> pattern = V2Body.text(body, "topic_pattern");
        String text = pattern.orElseThrow(() -> V2Body.invalid("Field topics or topic_pattern may not be null"));
        try {
            return new Interest.Matching(Pattern.compile(text).pattern());
        } catch (PatternSyntaxException e) {
            throw V2Body.invalid("Field topic_pattern is not a regular expression");
        }
    }

    private static IllegalStateException excluded() {
        return new IllegalStateException("Subscription to topics, partitions and pattern are mutually exclusive");
    }
}
