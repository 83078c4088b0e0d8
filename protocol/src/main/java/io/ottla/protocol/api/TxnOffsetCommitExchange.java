package io.ottla.protocol.api;

import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.OffsetToCommit;
import io.ottla.actors.group.state.OffsetsAnswer;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponsePartition;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** One TxnOffsetCommit: which of its partitions can be committed at all, and the response, in the order of the request. */
final class TxnOffsetCommitExchange {
    private static final int TOPIC_IDS_SINCE = 6;
    private static final long BROKERS_RETENTION = -1L;

    private final RequestContext context;
    private final TxnOffsetCommitRequestData request;
    private final ClusterView cluster;
    private final TxnOffsetCommitResponseData response = new TxnOffsetCommitResponseData();
    private final List<OffsetToCommit> offsets = new ArrayList<>();
    private final List<TxnOffsetCommitResponsePartition> awaiting = new ArrayList<>();

    TxnOffsetCommitExchange(RequestContext context, TxnOffsetCommitRequestData request, ClusterView cluster) {
        this.context = context;
        this.request = request;
        this.cluster = cluster;
        request.topics().forEach(this::sort);
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
                offsets,
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
        for (int i = 0; i < offsets.size(); i++) {
            awaiting.get(i)
                    .setErrorCode(answer.errorOf(offsets.get(i).partition()).code());
        }
        return response;
    }

    private void sort(TxnOffsetCommitRequestTopic topic) {
        boolean byId = context.version() >= TOPIC_IDS_SINCE;
        Optional<TopicImage> known = byId
                ? cluster.image().topics().topic(topic.topicId())
                : cluster.image().topics().topic(topic.name());
        String name = known.map(TopicImage::name).orElse(topic.name());
        TxnOffsetCommitResponseTopic answer =
                new TxnOffsetCommitResponseTopic().setName(topic.name()).setTopicId(topic.topicId());
        response.topics().add(answer);
        Errors error = byId && known.isEmpty() ? Errors.UNKNOWN_TOPIC_ID : refusal(name, known.isPresent());
        Uuid id = known.map(TopicImage::id).orElse(Uuid.ZERO_UUID);
        for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
            TxnOffsetCommitResponsePartition result = new TxnOffsetCommitResponsePartition()
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

    private OffsetToCommit offset(TopicPartition partition, Uuid topicId, TxnOffsetCommitRequestPartition committed) {
        return new OffsetToCommit(
                partition,
                topicId,
                committed.committedOffset(),
                committed.committedLeaderEpoch(),
                Optional.ofNullable(committed.committedMetadata()).orElse(""),
                BROKERS_RETENTION);
    }
}
