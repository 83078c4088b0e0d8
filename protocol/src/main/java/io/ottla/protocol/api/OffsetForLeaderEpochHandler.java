package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.protocol.partition.Lookup;
import io.ottla.protocol.partition.Replicas;
import io.ottla.storage.EpochEndOffset;
import java.util.Optional;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Tells where a leader epoch ends, by which consumers notice that records they read were undone (KIP-320). */
final class OffsetForLeaderEpochHandler
        implements ApiHandler<OffsetForLeaderEpochRequestData, OffsetForLeaderEpochResponseData> {
    private final Broker broker;
    private final Replicas replicas;

    OffsetForLeaderEpochHandler(Broker broker) {
        this.broker = broker;
        this.replicas = new Replicas(broker.partitions());
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.OFFSET_FOR_LEADER_EPOCH, 2, 4);
    }

    @Override
    public void handle(
            RequestContext context,
            OffsetForLeaderEpochRequestData request,
            Reply<OffsetForLeaderEpochResponseData> reply) {
        OffsetForLeaderEpochResponseData response = new OffsetForLeaderEpochResponseData();
        for (OffsetForLeaderTopic topic : request.topics()) {
            OffsetForLeaderTopicResult answer = new OffsetForLeaderTopicResult().setTopic(topic.topic());
            boolean allowed =
                    broker.authorizer().allows(context.caller(), Operation.DESCRIBE, Resource.topic(topic.topic()));
            for (OffsetForLeaderPartition partition : topic.partitions()) {
                answer.partitions()
                        .add(
                                allowed
                                        ? find(topic.topic(), partition)
                                        : failed(partition, Errors.TOPIC_AUTHORIZATION_FAILED));
            }
            response.topics().add(answer);
        }
        reply.complete(response);
    }

    private OffsetForLeaderEpochResponseData.EpochEndOffset find(String name, OffsetForLeaderPartition partition) {
        Optional<TopicImage> topic = broker.metadata().image().topics().topic(name);
        if (topic.isEmpty()) {
            return failed(partition, Errors.UNKNOWN_TOPIC_OR_PARTITION);
        }
        Lookup found = replicas.leader(topic.get(), partition.partition(), partition.currentLeaderEpoch());
        if (found instanceof Lookup.Refused refused) {
            return failed(partition, refused.error());
        }
        EpochEndOffset end = ((Lookup.Leader) found).view().log().endOffsetForEpoch(partition.leaderEpoch());
        return new OffsetForLeaderEpochResponseData.EpochEndOffset()
                .setPartition(partition.partition())
                .setLeaderEpoch(end.epoch())
                .setEndOffset(end.endOffset());
    }

    private static OffsetForLeaderEpochResponseData.EpochEndOffset failed(
            OffsetForLeaderPartition partition, Errors error) {
        return new OffsetForLeaderEpochResponseData.EpochEndOffset()
                .setPartition(partition.partition())
                .setErrorCode(error.code());
    }
}
