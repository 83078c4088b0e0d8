package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.protocol.partition.Lookup;
import io.ottla.protocol.partition.Replicas;
import io.ottla.storage.StorageException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds offsets: the first, the last, those at a time. What needs a disk is looked up away from the event loop. */
final class ListOffsetsHandler implements ApiHandler<ListOffsetsRequestData, ListOffsetsResponseData> {
    private static final Logger LOG = LoggerFactory.getLogger(ListOffsetsHandler.class);

    /** Since which version each special timestamp may be asked for. */
    private static final Map<Long, Integer> FIRST_VERSION_WITH = Map.of(
            ListOffsetsRequest.LATEST_TIMESTAMP, 1,
            ListOffsetsRequest.EARLIEST_TIMESTAMP, 1,
            ListOffsetsRequest.MAX_TIMESTAMP, 7,
            ListOffsetsRequest.EARLIEST_LOCAL_TIMESTAMP, 8,
            ListOffsetsRequest.LATEST_TIERED_TIMESTAMP, 9,
            ListOffsetsRequest.EARLIEST_PENDING_UPLOAD_TIMESTAMP, 11);

    /** Since this version an answer tells the leader epoch of the record. */
    private static final short FIRST_WITH_LEADER_EPOCH = 4;

    private final Broker broker;
    private final Replicas replicas;

    ListOffsetsHandler(Broker broker) {
        this.broker = broker;
        this.replicas = new Replicas(broker.partitions());
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.LIST_OFFSETS, 1, 11);
    }

    @Override
    public void handle(RequestContext context, ListOffsetsRequestData request, Reply<ListOffsetsResponseData> reply) {
        boolean readsDisk = request.topics().stream()
                .flatMap(topic -> topic.partitions().stream())
                .anyMatch(partition -> OffsetQuery.readsDisk(partition.timestamp()));
        if (readsDisk) {
            LaterReply.send(
                    ApiKeys.LIST_OFFSETS,
                    CompletableFuture.supplyAsync(() -> answer(context, request), broker.diskReads()),
                    Function.identity(),
                    error -> refused(request, error),
                    reply);
        } else {
            reply.complete(answer(context, request));
        }
    }

    private static ListOffsetsResponseData refused(ListOffsetsRequestData request, Errors error) {
        ListOffsetsResponseData response = new ListOffsetsResponseData();
        for (ListOffsetsTopic topic : request.topics()) {
            response.topics()
                    .add(new ListOffsetsTopicResponse()
                            .setName(topic.name())
                            .setPartitions(topic.partitions().stream()
                                    .map(partition -> failed(partition, error))
                                    .toList()));
        }
        return response;
    }

    private ListOffsetsResponseData answer(RequestContext context, ListOffsetsRequestData request) {
        MetadataImage image = broker.metadata().image();
        Set<TopicPartition> duplicates = duplicates(request);
        ListOffsetsResponseData response = new ListOffsetsResponseData();
        for (ListOffsetsTopic topic : request.topics()) {
            ListOffsetsTopicResponse answer = new ListOffsetsTopicResponse().setName(topic.name());
            response.topics().add(answer);
            Errors refusal = refusal(context, image, topic.name());
            for (ListOffsetsPartition partition : topic.partitions()) {
                boolean twice = duplicates.contains(new TopicPartition(topic.name(), partition.partitionIndex()));
                answer.partitions()
                        .add(
                                refusal != Errors.NONE || twice
                                        ? failed(partition, twice ? Errors.INVALID_REQUEST : refusal)
                                        : find(context, request, image.topics().topic(topic.name()), partition));
            }
        }
        return response;
    }

    private Errors refusal(RequestContext context, MetadataImage image, String topic) {
        if (!broker.authorizer().allows(context.caller(), Operation.DESCRIBE, Resource.topic(topic))) {
            return Errors.TOPIC_AUTHORIZATION_FAILED;
        }
        return image.topics().topic(topic).isEmpty() ? Errors.UNKNOWN_TOPIC_OR_PARTITION : Errors.NONE;
    }

    private ListOffsetsPartitionResponse find(
            RequestContext context,
            ListOffsetsRequestData request,
            Optional<TopicImage> topic,
            ListOffsetsPartition partition) {
        if (!isKnown(partition.timestamp(), context.version())) {
            return failed(partition, Errors.UNSUPPORTED_VERSION);
        }
        Lookup found = replicas.leader(topic.orElseThrow(), partition.partitionIndex(), partition.currentLeaderEpoch());
        if (found instanceof Lookup.Refused refused) {
            return failed(partition, refused.error());
        }
        OffsetQuery query = OffsetQuery.of(((Lookup.Leader) found).view(), request);
        try {
            return found(partition, query.find(partition.timestamp()), context.version());
        } catch (StorageException failure) {
            LOG.error(
                    "looking up an offset failed topic={} partition={}",
                    topic.get().name(),
                    partition.partitionIndex(),
                    failure);
            return failed(partition, Errors.KAFKA_STORAGE_ERROR);
        }
    }

    private static boolean isKnown(long timestamp, short version) {
        return timestamp >= 0 || version >= FIRST_VERSION_WITH.getOrDefault(timestamp, Integer.MAX_VALUE);
    }

    private static Set<TopicPartition> duplicates(ListOffsetsRequestData request) {
        Set<TopicPartition> seen = new HashSet<>();
        Set<TopicPartition> twice = new HashSet<>();
        for (ListOffsetsTopic topic : request.topics()) {
            for (ListOffsetsPartition partition : topic.partitions()) {
                TopicPartition named = new TopicPartition(topic.name(), partition.partitionIndex());
                if (!seen.add(named)) {
                    twice.add(named);
                }
            }
        }
        return twice;
    }

    private static ListOffsetsPartitionResponse found(
            ListOffsetsPartition partition, OffsetQuery.Found found, short version) {
        if (found.error() != Errors.NONE) {
            return failed(partition, found.errorIn(version));
        }
        ListOffsetsPartitionResponse answer = new ListOffsetsPartitionResponse()
                .setPartitionIndex(partition.partitionIndex())
                .setTimestamp(found.timestampMs())
                .setOffset(found.offset());
        return version >= FIRST_WITH_LEADER_EPOCH ? answer.setLeaderEpoch(found.leaderEpoch()) : answer;
    }

    private static ListOffsetsPartitionResponse failed(ListOffsetsPartition partition, Errors error) {
        return new ListOffsetsPartitionResponse()
                .setPartitionIndex(partition.partitionIndex())
                .setErrorCode(error.code());
    }
}
