package io.ottla.http.rest.v2;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Location;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Handler;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import io.ottla.http.rest.KafkaFailures;
import io.ottla.http.rest.member.MemberConsumer;
import io.ottla.http.rest.member.MemberService;
import io.ottla.http.rest.member.state.Interest;
import io.ottla.http.rest.member.state.MemberId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;

/** Consumer instances: creating and ending them, and what one of them is asked to do. */
final class V2Consumers {
    static final String INSTANCE = "/consumers/{group_name}/instances/{instance}";
    private static final int ILLEGAL_STATE = 40903;

    private final MemberService members;
    private final V2Records records;

    V2Consumers(MemberService members, V2Records records) {
        this.members = members;
        this.records = records;
    }

    /** Does what a call asks for, on the thread of its member. */
    @FunctionalInterface
    interface Action {
        CompletionStage<HttpResponse> apply(Call call, ByteString body, MemberConsumer consumer);
    }

    List<Endpoint> endpoints() {
        V2Offsets offsets = new V2Offsets();
        V2Interests interests = new V2Interests(members);
        return List.of(
                Endpoint.post("/consumers/{group_name}", "Create a consumer instance", this::create)
                        .taking("V2CreateConsumerRequest")
                        .answering("V2ConsumerInstance"),
                Endpoint.delete(INSTANCE, "End a consumer instance", this::delete)
                        .with(204),
                Endpoint.post(INSTANCE + "/subscription", "Subscribe to topics", at(interests::subscribe))
                        .taking("V2Subscription")
                        .with(204),
                Endpoint.get(INSTANCE + "/subscription", "The topics subscribed to", at(interests::subscription))
                        .answering("V2Subscription"),
                Endpoint.delete(INSTANCE + "/subscription", "Unsubscribe", at(interests::unsubscribe))
                        .with(204),
                Endpoint.post(INSTANCE + "/assignments", "Read these partitions", at(interests::assign))
                        .taking("V2PartitionList")
                        .with(204),
                Endpoint.get(INSTANCE + "/assignments", "The partitions that are read", at(interests::assignments))
                        .answering("V2PartitionList"),
                Endpoint.get(INSTANCE + "/records", "Read records", at(records::read))
                        .asking("timeout", "max_bytes")
                        .answering("V2Records"),
                Endpoint.post(INSTANCE + "/offsets", "Commit what was read, or these offsets", at(offsets::commit))
                        .taking("V2OffsetList"),
                Endpoint.get(INSTANCE + "/offsets", "The committed offsets of these partitions", at(offsets::committed))
                        .taking("V2PartitionList")
                        .answering("V2OffsetList"),
                Endpoint.post(INSTANCE + "/positions", "Read next from these offsets", at(offsets::seek))
                        .taking("V2OffsetList")
                        .with(204),
                Endpoint.post(
                                INSTANCE + "/positions/beginning",
                                "Read next from the beginning",
                                at(offsets::seekToBeginning))
                        .taking("V2PartitionList")
                        .with(204),
                Endpoint.post(
                                INSTANCE + "/positions/end",
                                "Read next what is written from now on",
                                at(offsets::seekToEnd))
                        .taking("V2PartitionList")
                        .with(204));
    }

    private Handler at(Action action) {
        return call -> {
            V2Types.requireKnownBody(call);
            return call.body()
                    .thenCompose(
                            body -> members.at(call, id(call), body, consumer -> attempt(call, body, consumer, action)))
                    .exceptionally(failure -> {
                        throw KafkaFailures.translate(failure);
                    });
        };
    }

    private static CompletionStage<HttpResponse> attempt(
            Call call, ByteString body, MemberConsumer consumer, Action action) {
        try {
            return action.apply(call, body, consumer);
        } catch (IllegalStateException e) {
            throw Refusal.coded(ILLEGAL_STATE, String.valueOf(e.getMessage()));
        } catch (NoOffsetForPartitionException e) {
            throw Refusal.coded(40403, String.valueOf(e.getMessage()));
        }
    }

    private CompletionStage<HttpResponse> create(Call call) {
        V2Types.requireKnownBody(call);
        var type = V2Types.answer(call);
        String group = call.parameter("group_name");
        return call.body()
                .thenCompose(bytes -> {
                    JsonNode body = V2Body.optionalObject(bytes, V2Settings.FIELDS);
                    String name = V2Body.text(body, "name")
                            .or(() -> V2Body.text(body, "id"))
                            .filter(given -> !given.isEmpty())
                            .orElseGet(() -> "rest-consumer-" + UUID.randomUUID());
                    return members.create(new MemberId(group, name), V2Settings.of(body), new Interest.None());
                })
                .<HttpResponse>thenApply(created -> {
                    String name = created.id().name();
                    String uri = call.baseUri() + "/consumers/" + encoded(group) + "/instances/" + encoded(name);
                    ObjectNode answer = Json.object().put("instance_id", name).put("base_uri", uri);
                    return Json.response(200, type, answer).addHeader(Location.create(uri));
                })
                .exceptionally(failure -> {
                    throw KafkaFailures.translate(failure);
                });
    }

    private CompletionStage<HttpResponse> delete(Call call) {
        return members.delete(call, id(call), () -> Json.empty(204));
    }

    static CompletionStage<HttpResponse> answered(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    private static MemberId id(Call call) {
        return new MemberId(call.parameter("group_name"), call.parameter("instance"));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
