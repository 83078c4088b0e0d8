package io.ottla.protocol.api;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.OffsetsAnswer;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponsePartition;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** One TxnOffsetCommit, and the response in the order of the request. */
final class TxnOffsetCommitExchange {
    private static final int TOPIC_IDS_SINCE = 6;
    private static final long BROKERS_RETENTION = -1L;

    private final TxnOffsetCommitRequestData request;
    private final OffsetsAsked offsets;
    private final TxnOffsetCommitResponseData response = new TxnOffsetCommitResponseData();

    TxnOffsetCommitExchange(RequestContext context, TxnOffsetCommitRequestData request, ClusterView cluster) {
        this.request = request;
        this.offsets = new OffsetsAsked(cluster, context.version() >= TOPIC_IDS_SINCE);
        request.topics().forEach(this::add);
    }

    boolean hasNothingToCommit() {
        return offsets.isEmpty();
    }

    TxnOffsetCommitResponseData response() {
        return response;
    }

    /** Every partition fails with this error. */
    TxnOffsetCommitResponseData refused(Errors error) {
        response.topics()
                .forEach(topic -> topic.partitions().forEach(partition -> partition.setErrorCode(error.code())));
        return response;
    }

    /** The command for the group, which completes the response. */
    GroupCommand command(Reply<TxnOffsetCommitResponseData> reply) {
        return new GroupCommand.CommitOffsets(
                request.groupId(),
                request.memberId(),
                Optional.ofNullable(request.groupInstanceId()),
                request.generationIdOrMemberEpoch(),
                Optional.of(new TransactionalProducer(request.producerId(), request.producerEpoch())),
                offsets.toCommit(),
                answer -> reply.complete(completed(answer)));
    }

    /** The partitions that could have been committed fail with this error, in the words of a group coordinator. */
    TxnOffsetCommitResponseData failed(Errors error) {
        return completed(OffsetsAnswer.failed(
                switch (error) {
                    case NOT_ENOUGH_REPLICAS -> Errors.COORDINATOR_LOAD_IN_PROGRESS;
                    case NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR -> Errors.NOT_COORDINATOR;
                    default -> error;
                }));
    }

    private TxnOffsetCommitResponseData completed(OffsetsAnswer answer) {
        offsets.complete(answer, UnaryOperator.identity());
        return response;
    }

    private void add(TxnOffsetCommitRequestTopic asked) {
        OffsetsAsked.Topic topic = offsets.topic(asked.name(), asked.topicId());
        TxnOffsetCommitResponseTopic answer =
                new TxnOffsetCommitResponseTopic().setName(asked.name()).setTopicId(asked.topicId());
        response.topics().add(answer);
        for (TxnOffsetCommitRequestPartition partition : asked.partitions()) {
            TxnOffsetCommitResponsePartition result =
                    new TxnOffsetCommitResponsePartition().setPartitionIndex(partition.partitionIndex());
            answer.partitions().add(result);
            offsets.add(
                    topic,
                    partition.partitionIndex(),
                    partition.committedOffset(),
                    partition.committedLeaderEpoch(),
                    partition.committedMetadata(),
                    BROKERS_RETENTION,
                    result::setErrorCode);
        }
    }
}
