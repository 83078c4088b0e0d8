package io.ottla.protocol.api;

import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.OffsetToCommit;
import io.ottla.actors.group.state.OffsetsAnswer;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** One OffsetCommit: which of its partitions can be committed at all, and the response, in the order of the request. */
final class OffsetCommitExchange {
    private static final int TOPIC_IDS_SINCE = 10;
    private static final int RETENTION_UNTIL = 4;
    private static final int MEMBER_EPOCHS_SINCE = 9;
    private static final long BROKERS_RETENTION = -1L;

    private final RequestContext context;
    private final OffsetCommitRequestData request;
    private final ClusterView cluster;
    private final OffsetCommitResponseData response = new OffsetCommitResponseData();
    private final List<OffsetToCommit> offsets = new ArrayList<>();
    private final List<OffsetCommitResponsePartition> awaiting = new ArrayList<>();

    OffsetCommitExchange(RequestContext context, OffsetCommitRequestData request, ClusterView cluster) {
        this.context = context;
        this.request = request;
        this.cluster = cluster;
        request.topics().forEach(this::sort);
    }

    boolean hasNothingToCommit() {
        return offsets.isEmpty();
    }

    OffsetCommitResponseData response() {
        return response;
    }

    /** Every partition fails with this error. */
    OffsetCommitResponseData refused(Errors error) {
        response.topics()
                .forEach(topic -> topic.partitions().forEach(partition -> partition.setErrorCode(error.code())));
        return response;
    }

    /** The command for the group, which completes the response. */
    GroupCommand command(Reply<OffsetCommitResponseData> reply) {
        return new GroupCommand.CommitOffsets(
                request.groupId(),
                request.memberId(),
                Optional.ofNullable(request.groupInstanceId()),
                request.generationIdOrMemberEpoch(),
                Optional.empty(),
                offsets,
                answer -> reply.complete(completed(answer)));
    }

    private OffsetCommitResponseData completed(OffsetsAnswer answer) {
        for (int i = 0; i < offsets.size(); i++) {
            Errors error = answer.errorOf(offsets.get(i).partition());
            awaiting.get(i).setErrorCode(asTheVersionHasIt(error).code());
        }
        return response;
    }

    /** Before version 9 (KIP-848) clients know neither the error of a group that does not exist nor that of an old epoch. */
    private Errors asTheVersionHasIt(Errors error) {
        if (context.version() >= MEMBER_EPOCHS_SINCE) {
            return error;
        }
        return switch (error) {
            case GROUP_ID_NOT_FOUND -> Errors.ILLEGAL_GENERATION;
            case STALE_MEMBER_EPOCH -> Errors.UNSUPPORTED_VERSION;
            default -> error;
        };
    }

    private void sort(OffsetCommitRequestTopic topic) {
        boolean byId = context.version() >= TOPIC_IDS_SINCE;
        Optional<TopicImage> known = byId
                ? cluster.image().topics().topic(topic.topicId())
                : cluster.image().topics().topic(topic.name());
        String name = known.map(TopicImage::name).orElse(topic.name());
        OffsetCommitResponseTopic answer =
                new OffsetCommitResponseTopic().setName(topic.name()).setTopicId(topic.topicId());
        response.topics().add(answer);
        Errors ofTopic = byId && known.isEmpty() ? Errors.UNKNOWN_TOPIC_ID : refusal(name, known.isPresent());
        Uuid id = known.map(TopicImage::id).orElse(Uuid.ZERO_UUID);
        for (OffsetCommitRequestPartition partition : topic.partitions()) {
            Errors error = ofTopic == Errors.NONE ? refusal(known, partition.partitionIndex()) : ofTopic;
            OffsetCommitResponsePartition result = new OffsetCommitResponsePartition()
                    .setPartitionIndex(partition.partitionIndex())
                    .setErrorCode(error.code());
            answer.partitions().add(result);
            if (error == Errors.NONE) {
                offsets.add(offset(new TopicPartition(name, partition.partitionIndex()), id, partition));
                awaiting.add(result);
            }
        }
    }

    private Errors refusal(String name, boolean exists) {
        if (!cluster.allows(Operation.READ, Resource.topic(name))) {
            return Errors.TOPIC_AUTHORIZATION_FAILED;
        }
        return exists ? Errors.NONE : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }

    private static Errors refusal(Optional<TopicImage> topic, int partition) {
        return topic.flatMap(known -> known.partition(partition)).isPresent()
                ? Errors.NONE
                : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }

    private OffsetToCommit offset(TopicPartition partition, Uuid topicId, OffsetCommitRequestPartition committed) {
        return new OffsetToCommit(
                partition,
                topicId,
                committed.committedOffset(),
                committed.committedLeaderEpoch(),
                Optional.ofNullable(committed.committedMetadata()).orElse(""),
                context.version() <= RETENTION_UNTIL ? request.retentionTimeMs() : BROKERS_RETENTION);
    }
}
