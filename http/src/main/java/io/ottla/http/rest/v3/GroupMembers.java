package io.ottla.http.rest.v3;

import akka.NotUsed;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Location;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Handler;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import io.ottla.http.rest.format.RecordJson;
import io.ottla.http.rest.format.SchemaFormats;
import io.ottla.http.rest.member.MemberConsumer;
import io.ottla.http.rest.member.MemberService;
import io.ottla.http.rest.member.state.Interest;
import io.ottla.http.rest.member.state.MemberDescriptor;
import io.ottla.http.rest.member.state.MemberId;
import io.ottla.http.rest.stream.StreamAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Members of consumer groups: created, read, streamed, committed and ended through any node. What was given out and not
 * committed comes again when the node that spoke for the member is gone.
 */
final class GroupMembers {
    private static final String MEMBERS = "/v3/clusters/{cluster_id}/consumer-groups/{consumer_group_id}/members";
    private static final String MEMBER = MEMBERS + "/{member_name}";
    private static final long DEFAULT_WAIT_MILLIS = 1_000;
    private static final long MAX_WAIT_MILLIS = 50_000;
    private static final long DEFAULT_RECORDS = 500;
    private static final long MAX_RECORDS = 10_000;
    private static final long MAX_BYTES = 16 << 20;
    private static final long CHUNK_BYTES = 64 << 10;
    /** Short, because commits wait for it. */
    private static final Duration STREAM_WAIT = Duration.ofMillis(200);

    private final ClusterAccess cluster;
    private final MemberService members;
    private final Optional<SchemaFormats> schemas;

    GroupMembers(ClusterAccess cluster, MemberService members, Optional<SchemaFormats> schemas) {
        this.cluster = cluster;
        this.members = members;
        this.schemas = schemas;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post(MEMBERS, "Create a member of a group", cluster.writing(this::create))
                        .taking("CreateGroupMemberRequest")
                        .with(201)
                        .answering("KafkaGroupMember"),
                Endpoint.delete(
                                MEMBER,
                                "End a member",
                                cluster.in((call, links) -> members.delete(call, id(call), () -> Json.empty(204))))
                        .with(204),
                Endpoint.get(MEMBER + "/records", "Read on, once or as a stream", reading())
                        .asking("timeout_ms", "max_records", "max_bytes", "limit", "key_format", "value_format")
                        .answering("KafkaRecordList"),
                Endpoint.post(
                                MEMBER + "/offsets",
                                "Commit what was given out, or these offsets to be read next",
                                committing())
                        .taking("CommitRequest")
                        .with(204));
    }

    private CompletionStage<HttpResponse> create(Call call, Links links, JsonNode body) {
        MemberId id = new MemberId(
                call.parameter("consumer_group_id"),
                Fields.text(body, "member_name")
                        .filter(name -> !name.isBlank())
                        .orElseGet(() -> "member-" + UUID.randomUUID()));
        return members.create(id, GroupMemberRequest.settings(body), GroupMemberRequest.interest(body))
                .thenApply(created -> {
                    ObjectNode resource = resource(links, created);
                    return Json.response(201, resource)
                            .addHeader(Location.create(
                                    resource.at("/metadata/self").asText()));
                });
    }

    private Handler reading() {
        return cluster.in((call, links) -> {
            RecordJson format = RecordJson.of(call, schemas);
            return members.at(
                    call,
                    id(call),
                    ByteString.emptyByteString(),
                    consumer -> CompletableFuture.completedFuture(
                            StreamAnswer.isWanted(call)
                                    ? StreamAnswer.of(
                                            call, Optional.empty(), format, records(id(call), StreamAnswer.limit(call)))
                                    : page(call, links, format, consumer)));
        });
    }

    private Handler committing() {
        return cluster.in((call, links) -> call.body()
                .thenCompose(bytes -> members.at(call, id(call), bytes, consumer -> {
                    commit(consumer, bytes);
                    return CompletableFuture.completedFuture(Json.empty(204));
                })));
    }

    /**
     * Begins with what was given out and is not committed. Ends when a later stream begins, or this node speaks for the member no longer;
     * the client goes on through any other.
     */
    private Source<List<ConsumerRecord<byte[], byte[]>>, NotUsed> records(MemberId id, long limit) {
        return Source.unfoldAsync(
                        new Stage(Stage.NOT_BEGUN, limit),
                        stage -> members.readHere(id, MemberConsumer.class, consumer -> read(consumer, stage))
                                .thenApply(read -> read.flatMap(next -> next)))
                .filter(records -> !records.isEmpty());
    }

    /** How far a stream has come; never more is read than its client wants, because what was read counts as given out. */
    private record Stage(long stream, long left) {
        static final long NOT_BEGUN = -1;
    }

    private static Optional<Pair<Stage, List<ConsumerRecord<byte[], byte[]>>>> read(
            MemberConsumer consumer, Stage stage) {
        long stream = stage.stream() == Stage.NOT_BEGUN ? consumer.beginStream() : stage.stream();
        return consumer.readOn(stream, STREAM_WAIT, (int) Math.min(MAX_RECORDS, stage.left()), CHUNK_BYTES)
                .map(records -> Pair.create(new Stage(stream, stage.left() - records.size()), records));
    }

    private static HttpResponse page(Call call, Links links, RecordJson format, MemberConsumer consumer) {
        long wait = bounded(call, "timeout_ms", DEFAULT_WAIT_MILLIS, 0, MAX_WAIT_MILLIS);
        List<ConsumerRecord<byte[], byte[]>> records = consumer.read(
                Duration.ofMillis(wait),
                (int) bounded(call, "max_records", DEFAULT_RECORDS, 1, MAX_RECORDS),
                bounded(call, "max_bytes", MAX_BYTES, 1, MAX_BYTES));
        try {
            return Json.response(200, RecordPage.of(recordsUrl(links, id(call)), format, records));
        } catch (Refusal registryIsAway) {
            consumer.takeBack(records);
            throw registryIsAway;
        }
    }

    private static void commit(MemberConsumer consumer, ByteString bytes) {
        JsonNode body = bytes.isEmpty()
                ? Json.object()
                : Json.parse(bytes).orElseThrow(() -> Refusal.of(400, "The request body is not valid JSON"));
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (JsonNode entry : Fields.list(body, "offsets")) {
            JsonNode offset = entry.path("offset");
            if (!offset.isIntegralNumber() || offset.longValue() < 0) {
                throw Refusal.of(400, "The field offset must be a number that is not negative");
            }
            offsets.put(
                    new TopicPartition(
                            Fields.requiredText(entry, "topic_name"),
                            Fields.number(entry, "partition_id").orElseThrow(() -> Fields.missing("partition_id"))),
                    new OffsetAndMetadata(offset.longValue()));
        }
        if (offsets.isEmpty()) {
            consumer.commitDelivered();
        } else {
            consumer.commit(offsets);
        }
    }

    private static ObjectNode resource(Links links, MemberDescriptor member) {
        MemberId id = member.id();
        ObjectNode resource = Resources.resource(
                "KafkaGroupMember",
                links.url("consumer-groups", id.group(), "members", id.name()),
                links.crn("consumer-group", id.group(), "member", id.name()));
        resource.put("cluster_id", links.clusterId())
                .put("consumer_group_id", id.group())
                .put("member_name", id.name());
        if (member.interest() instanceof Interest.Topics wanted) {
            wanted.topics().forEach(resource.putArray("topics")::add);
        } else if (member.interest() instanceof Interest.Matching wanted) {
            resource.put("topic_pattern", wanted.pattern());
        }
        Resources.relate(resource, "records", recordsUrl(links, id));
        Resources.relate(
                resource, "offsets", links.url("consumer-groups", id.group(), "members", id.name(), "offsets"));
        return resource;
    }

    private static String recordsUrl(Links links, MemberId id) {
        return links.url("consumer-groups", id.group(), "members", id.name(), "records");
    }

    private static MemberId id(Call call) {
        return new MemberId(call.parameter("consumer_group_id"), call.parameter("member_name"));
    }

    /** A number of the query, not below the least and not above the most. */
    static long bounded(Call call, String parameter, long otherwise, long least, long most) {
        return Math.max(least, Math.min(most, call.queryNumber(parameter).orElse(otherwise)));
    }
}
