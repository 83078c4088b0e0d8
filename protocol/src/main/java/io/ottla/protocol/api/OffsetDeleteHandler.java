package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.OffsetsAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponsePartition;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** OffsetDelete: forgets committed offsets of topics that the group does not subscribe to (KIP-496). */
final class OffsetDeleteHandler implements ApiHandler<OffsetDeleteRequestData, OffsetDeleteResponseData> {
    private final Broker broker;

    OffsetDeleteHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.OFFSET_DELETE, 0, 0);
    }

    @Override
    public void handle(RequestContext context, OffsetDeleteRequestData request, Reply<OffsetDeleteResponseData> reply) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        if (!cluster.allows(Operation.DELETE, Resource.group(request.groupId()))) {
            reply.complete(new OffsetDeleteResponseData().setErrorCode(Errors.GROUP_AUTHORIZATION_FAILED.code()));
            return;
        }
        if (request.groupId().isEmpty()) {
            reply.complete(new OffsetDeleteResponseData().setErrorCode(Errors.INVALID_GROUP_ID.code()));
            return;
        }
        Map<TopicPartition, Errors> refused = new LinkedHashMap<>();
        Map<TopicPartition, Errors> allowed = new LinkedHashMap<>();
        for (OffsetDeleteRequestTopic topic : request.topics()) {
            for (OffsetDeleteRequestPartition wanted : topic.partitions()) {
                TopicPartition partition = new TopicPartition(topic.name(), wanted.partitionIndex());
                Errors error = refusal(cluster, partition);
                (error == Errors.NONE ? allowed : refused).put(partition, error);
            }
        }
        if (allowed.isEmpty()) {
            reply.complete(response(refused));
            return;
        }
        broker.groups()
                .tell(new GroupCommand.DeleteOffsets(
                        request.groupId(),
                        List.copyOf(allowed.keySet()),
                        answer -> reply.complete(answered(refused, allowed, answer))));
    }

    private static Errors refusal(ClusterView cluster, TopicPartition partition) {
        if (!cluster.allows(Operation.READ, Resource.topic(partition.topic()))) {
            return Errors.TOPIC_AUTHORIZATION_FAILED;
        }
        return cluster.image()
                        .topics()
                        .topic(partition.topic())
                        .flatMap(topic -> topic.partition(partition.partition()))
                        .isPresent()
                ? Errors.NONE
                : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }

    private static OffsetDeleteResponseData answered(
            Map<TopicPartition, Errors> refused, Map<TopicPartition, Errors> allowed, OffsetsAnswer answer) {
        if (answer.error() != Errors.NONE) {
            return new OffsetDeleteResponseData().setErrorCode(answer.error().code());
        }
        Map<TopicPartition, Errors> all = new LinkedHashMap<>(refused);
        allowed.keySet().forEach(partition -> all.put(partition, answer.errorOf(partition)));
        return response(all);
    }

    private static OffsetDeleteResponseData response(Map<TopicPartition, Errors> errors) {
        OffsetDeleteResponseData response = new OffsetDeleteResponseData();
        errors.forEach((partition, error) -> {
            OffsetDeleteResponseTopic topic = response.topics().find(partition.topic());
            if (topic == null) {
                topic = new OffsetDeleteResponseTopic().setName(partition.topic());
                response.topics().add(topic);
            }
            topic.partitions()
                    .add(new OffsetDeleteResponsePartition()
                            .setPartitionIndex(partition.partition())
                            .setErrorCode(error.code()));
        });
        return response;
    }
}
