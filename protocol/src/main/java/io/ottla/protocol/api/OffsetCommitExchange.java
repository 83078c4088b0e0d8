package io.ottla.protocol.api;

import io.ottla.actors.Reply;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.OffsetsAnswer;
import java.util.Optional;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** One OffsetCommit, and the response in the order of the request. */
final class OffsetCommitExchange {
    private static final int TOPIC_IDS_SINCE = 10;
    private static final int RETENTION_UNTIL = 4;
    private static final int MEMBER_EPOCHS_SINCE = 9;
    private static final long BROKERS_RETENTION = -1L;

    private final RequestContext context;
    private final OffsetCommitRequestData request;
    private final OffsetsAsked offsets;
    private final OffsetCommitResponseData response = new OffsetCommitResponseData();

    OffsetCommitExchange(RequestContext context, OffsetCommitRequestData request, ClusterView cluster) {
        this.context = context;
        this.request = request;
        this.offsets = new OffsetsAsked(cluster, context.version() >= TOPIC_IDS_SINCE);
        request.topics().forEach(this::add);
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
                offsets.toCommit(),
                answer -> reply.complete(completed(answer)));
    }

    private OffsetCommitResponseData completed(OffsetsAnswer answer) {
        offsets.complete(answer, this::asTheVersionHasIt);
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

    private void add(OffsetCommitRequestTopic asked) {
        OffsetsAsked.Topic topic = offsets.topic(asked.name(), asked.topicId());
        OffsetCommitResponseTopic answer =
                new OffsetCommitResponseTopic().setName(asked.name()).setTopicId(asked.topicId());
        response.topics().add(answer);
        for (OffsetCommitRequestPartition partition : asked.partitions()) {
            OffsetCommitResponsePartition result =
                    new OffsetCommitResponsePartition().setPartitionIndex(partition.partitionIndex());
            answer.partitions().add(result);
            offsets.add(
                    topic,
                    partition.partitionIndex(),
                    partition.committedOffset(),
                    partition.committedLeaderEpoch(),
                    partition.committedMetadata(),
                    context.version() <= RETENTION_UNTIL ? request.retentionTimeMs() : BROKERS_RETENTION,
                    result::setErrorCode);
        }
    }
}
