package io.ottla.http.rest.v3;

import akka.NotUsed;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Location;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Handler;
import io.ottla.http.rest.Json;
import io.ottla.http.rest.format.RecordJson;
import io.ottla.http.rest.format.SchemaFormats;
import io.ottla.http.rest.member.MemberService;
import io.ottla.http.rest.member.ShareMember;
import io.ottla.http.rest.member.ShareMember.Holding;
import io.ottla.http.rest.member.ShareMember.Place;
import io.ottla.http.rest.member.state.MemberDescriptor;
import io.ottla.http.rest.member.state.MemberId;
import io.ottla.http.rest.member.state.MemberSettings;
import io.ottla.http.rest.stream.StreamAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Members of share groups (KIP-932), where the cluster has them: created, read, acknowledged record by record and ended through any
 * node.
 */
final class ShareGroupMembers {
    private static final String MEMBERS = "/v3/clusters/{cluster_id}/share-groups/{share_group_id}/members";
    private static final String MEMBER = MEMBERS + "/{member_name}";
    private static final String FEATURE = "share.version";
    private static final long DEFAULT_WAIT_MILLIS = 1_000;
    private static final long MAX_WAIT_MILLIS = 50_000;
    private static final long MAX_RECORDS = 10_000;
    /** Short, because acknowledgements wait for it. */
    private static final Duration STREAM_WAIT = Duration.ofMillis(200);
    /** How soon a stream notices that the cluster's lock on what its client has not acknowledged is over. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private static final int TAKEN = 200;
    private static final int NOT_TAKEN = 409;

    private final ClusterAccess cluster;
    private final MemberService members;
    private final Optional<SchemaFormats> schemas;

    ShareGroupMembers(ClusterAccess cluster, MemberService members, Optional<SchemaFormats> schemas) {
        this.cluster = cluster;
        this.members = members;
        this.schemas = schemas;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post(MEMBERS, "Create a member of a share group", cluster.writing(this::create))
                        .taking("CreateShareGroupMemberRequest")
                        .with(201)
                        .answering("KafkaShareGroupMember"),
                Endpoint.delete(
                                MEMBER,
                                "End a member; what it holds goes back",
                                cluster.in((call, links) -> members.delete(call, id(call), () -> Json.empty(204))))
                        .with(204),
                Endpoint.get(
                                MEMBER + "/records",
                                "The records that it holds, or those that come next, once or as a stream",
                                reading())
                        .asking("timeout_ms", "max_records", "limit", "key_format", "value_format")
                        .answering("KafkaRecordList"),
                Endpoint.post(
                                MEMBER + "/acknowledgements",
                                "Say what became of records; nothing means that all are processed",
                                acknowledging())
                        .taking("AcknowledgementRequest")
                        .answering("KafkaAcknowledgementList"));
    }

    private CompletionStage<HttpResponse> create(Call call, Links links, JsonNode body) {
        MemberId id = new MemberId(
                call.parameter("share_group_id"),
                Fields.text(body, "member_name")
                        .filter(name -> !name.isBlank())
                        .orElseGet(() -> "member-" + UUID.randomUUID()));
        var interest = GroupMemberRequest.topics(body).orElseThrow(() -> Fields.missing("topics"));
        return requireShareGroups()
                .thenCompose(there -> members.create(id, MemberSettings.share(), interest))
                .thenApply(created -> {
                    ObjectNode resource = resource(links, created);
                    return Json.response(201, resource)
                            .addHeader(Location.create(
                                    resource.at("/metadata/self").asText()));
                });
    }

    private CompletionStage<Void> requireShareGroups() {
        return cluster.ask(admin -> admin.describeFeatures().featureMetadata()).thenAccept(features -> {
            var version = features.finalizedFeatures().get(FEATURE);
            if (version == null || version.maxVersionLevel() < 1) {
                throw new UnsupportedVersionException("The cluster has no share groups: its " + FEATURE + " is 0");
            }
        });
    }

    private Handler reading() {
        return cluster.in((call, links) -> {
            RecordJson format = RecordJson.of(call, schemas);
            Duration wait = Duration.ofMillis(
                    GroupMembers.bounded(call, "timeout_ms", DEFAULT_WAIT_MILLIS, 0, MAX_WAIT_MILLIS));
            int most = (int) GroupMembers.bounded(call, "max_records", MAX_RECORDS, 1, MAX_RECORDS);
            String self = memberUrl(links, id(call)) + "/records";
            return members.at(
                    call,
                    id(call),
                    ByteString.emptyByteString(),
                    ShareMember.class,
                    member -> StreamAnswer.isWanted(call)
                            ? CompletableFuture.completedFuture(StreamAnswer.of(
                                    call, Optional.empty(), format, records(id(call), StreamAnswer.limit(call))))
                            : answered(RecordPage.of(self, format, member.read(wait, most))));
        });
    }

    /**
     * What the member holds and then, each time that everything was acknowledged, what comes next. Ends when this node speaks for the
     * member no longer; the client goes on through any other, which gives out again what was not acknowledged.
     */
    private Source<List<ConsumerRecord<byte[], byte[]>>, NotUsed> records(MemberId id, long limit) {
        return Source.unfoldAsync(
                        new Stage(0, limit),
                        stage -> members.readHere(
                                        id,
                                        ShareMember.class,
                                        member -> member.readBehind(stage.seen(), STREAM_WAIT, stage.left()))
                                .thenCompose(read -> whenThereMayBeMore(stage.seen(), read))
                                .thenApply(read ->
                                        read.map(holding -> Pair.create(stage.after(holding), holding.records()))))
                .filter(records -> !records.isEmpty());
    }

    /** The acquisition that a stream has given out last, and how many records its client still wants. */
    private record Stage(long seen, long left) {
        Stage after(Holding holding) {
            return new Stage(holding.acquisition(), left - holding.records().size());
        }
    }

    private static CompletionStage<Optional<Holding>> whenThereMayBeMore(long seen, Optional<Holding> read) {
        CompletionStage<Void> ready = read.filter(holding -> holding.acquisition() == seen)
                .map(Holding::settled)
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        return ready.toCompletableFuture()
                .copy()
                .completeOnTimeout(null, LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(settled -> read);
    }

    private Handler acknowledging() {
        return cluster.in((call, links) -> call.body().thenCompose(bytes -> {
            Map<Place, AcknowledgeType> types = AcknowledgementRequest.parse(bytes);
            String self = memberUrl(links, id(call)) + "/acknowledgements";
            return members.at(
                    call,
                    id(call),
                    bytes,
                    ShareMember.class,
                    member -> answered(outcome(self, types, member.acknowledge(types))));
        }));
    }

    private static CompletionStage<HttpResponse> answered(ObjectNode document) {
        return CompletableFuture.completedFuture(Json.response(200, document));
    }

    /** An entry for each record that was named, and one for each partition that was not taken when none was. */
    private static ObjectNode outcome(
            String self, Map<Place, AcknowledgeType> types, Map<TopicPartition, String> failures) {
        ObjectNode list = Resources.list("KafkaAcknowledgement", self, List.of());
        ArrayNode data = list.withArray("data");
        if (types.isEmpty()) {
            failures.forEach((partition, failure) -> entry(data, partition, failure));
        }
        types.forEach((place, type) -> entry(data, place.partition(), failures.getOrDefault(place.partition(), ""))
                .put("offset", place.offset())
                .put("type", type.name()));
        return list;
    }

    private static ObjectNode entry(ArrayNode data, TopicPartition partition, String failure) {
        ObjectNode entry = data.addObject()
                .put("error_code", failure.isEmpty() ? TAKEN : NOT_TAKEN)
                .put("topic_name", partition.topic())
                .put("partition_id", partition.partition());
        return failure.isEmpty() ? entry : entry.put("message", failure);
    }

    private static ObjectNode resource(Links links, MemberDescriptor member) {
        MemberId id = member.id();
        String self = memberUrl(links, id);
        ObjectNode resource = Resources.resource(
                "KafkaShareGroupMember", self, links.crn("share-group", id.group(), "member", id.name()));
        resource.put("cluster_id", links.clusterId())
                .put("share_group_id", id.group())
                .put("member_name", id.name());
        Resources.relate(resource, "records", self + "/records");
        Resources.relate(resource, "acknowledgements", self + "/acknowledgements");
        return resource;
    }

    private static String memberUrl(Links links, MemberId id) {
        return links.url("share-groups", id.group(), "members", id.name());
    }

    private static MemberId id(Call call) {
        return new MemberId(call.parameter("share_group_id"), call.parameter("member_name"));
    }
}
