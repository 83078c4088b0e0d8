package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.group.state.ConsumerGroupCommand;
import io.ottla.actors.group.state.assignor.PartitionSet;
import io.ottla.actors.group.state.consumer.HeartbeatAnswer;
import io.ottla.actors.group.state.consumer.HeartbeatAsk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData.Assignment;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData.TopicPartitions;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** ConsumerGroupHeartbeat: a member of a consumer group (KIP-848) joins, is alive, or leaves, and learns what it may use. */
final class ConsumerGroupHeartbeatHandler
        implements ApiHandler<ConsumerGroupHeartbeatRequestData, ConsumerGroupHeartbeatResponseData> {
    private static final int OWN_IDS_SINCE = 1;

    private final Broker broker;

    ConsumerGroupHeartbeatHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.CONSUMER_GROUP_HEARTBEAT, 0, 1);
    }

    @Override
    public void handle(
            RequestContext context,
            ConsumerGroupHeartbeatRequestData request,
            Reply<ConsumerGroupHeartbeatResponseData> reply) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        ConsumerGroupCommand.Heartbeat heartbeat = new ConsumerGroupCommand.Heartbeat(
                ask(context, request, cluster), answer -> reply.complete(response(answer)));
        Errors refusal = refusal(cluster, request);
        if (refusal == Errors.NONE) {
            broker.groups().tell(heartbeat);
        } else {
            heartbeat.refuse(refusal);
        }
    }

    private Errors refusal(ClusterView cluster, ConsumerGroupHeartbeatRequestData request) {
        if (!broker.settings()
                .get()
                .getList("group.coordinator.rebalance.protocols")
                .contains("consumer")) {
            return Errors.UNSUPPORTED_VERSION;
        }
        if (request.groupId().isEmpty()) {
            return Errors.INVALID_REQUEST;
        }
        if (!cluster.allows(Operation.READ, Resource.group(request.groupId()))) {
            return Errors.GROUP_AUTHORIZATION_FAILED;
        }
        boolean hidden = request.subscribedTopicNames() != null
                && !request.subscribedTopicNames().stream().allMatch(cluster::showsTopic);
        return hidden ? Errors.TOPIC_AUTHORIZATION_FAILED : Errors.NONE;
    }

    private static HeartbeatAsk ask(
            RequestContext context, ConsumerGroupHeartbeatRequestData request, ClusterView cluster) {
        boolean unnamed = request.memberId().isEmpty()
                && context.version() < OWN_IDS_SINCE
                && request.memberEpoch() == HeartbeatAsk.JOIN;
        return new HeartbeatAsk(
                request.groupId(),
                unnamed ? Uuid.randomUuid().toString() : request.memberId(),
                request.memberEpoch(),
                Optional.ofNullable(request.instanceId()),
                Optional.ofNullable(request.rackId()),
                request.rebalanceTimeoutMs(),
                Optional.ofNullable(request.subscribedTopicNames()).map(ConsumerGroupHeartbeatHandler::sorted),
                Optional.ofNullable(request.subscribedTopicRegex()),
                Optional.ofNullable(request.serverAssignor()),
                Optional.ofNullable(request.topicPartitions()).map(ConsumerGroupHeartbeatHandler::owned),
                context.clientId(),
                "/" + context.caller().address().getHostAddress(),
                cluster::showsTopic);
    }

    private static SortedSet<String> sorted(List<String> names) {
        return new TreeSet<>(names);
    }

    private static PartitionSet owned(List<ConsumerGroupHeartbeatRequestData.TopicPartitions> topics) {
        PartitionSet.Builder owned = new PartitionSet.Builder();
        topics.forEach(topic -> topic.partitions().forEach(partition -> owned.add(topic.topicId(), partition)));
        return owned.build();
    }

    private static ConsumerGroupHeartbeatResponseData response(HeartbeatAnswer answer) {
        return new ConsumerGroupHeartbeatResponseData()
                .setErrorCode(answer.error().code())
                .setErrorMessage(message(answer))
                .setMemberId(answer.error() == Errors.NONE ? answer.memberId() : null)
                .setMemberEpoch(answer.memberEpoch())
                .setHeartbeatIntervalMs(answer.intervalMs())
                .setAssignment(answer.assignment()
                        .map(ConsumerGroupHeartbeatHandler::assignment)
                        .orElse(null));
    }

    private static @Nullable String message(HeartbeatAnswer answer) {
        return answer.error() == Errors.NONE
                ? null
                : answer.message().orElse(answer.error().message());
    }

    private static Assignment assignment(PartitionSet partitions) {
        List<TopicPartitions> topics = new ArrayList<>();
        for (Uuid topic : partitions.topics()) {
            List<Integer> numbers = new ArrayList<>();
            for (int partition : partitions.partitions(topic)) {
                numbers.add(partition);
            }
            topics.add(new TopicPartitions().setTopicId(topic).setPartitions(numbers));
        }
        return new Assignment().setTopicPartitions(topics);
    }
}
