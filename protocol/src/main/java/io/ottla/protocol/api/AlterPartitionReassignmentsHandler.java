package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.controller.Controller.PartitionName;
import io.ottla.actors.controller.Controller.PartitionResult;
import io.ottla.actors.controller.Controller.Reassignment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignablePartition;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignableTopic;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData.ReassignablePartitionResponse;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData.ReassignableTopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** AlterPartitionReassignments (KIP-455): begins, replaces and cancels reassignments. */
final class AlterPartitionReassignmentsHandler
        implements ApiHandler<AlterPartitionReassignmentsRequestData, AlterPartitionReassignmentsResponseData> {
    private final Broker broker;

    AlterPartitionReassignmentsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.ALTER_PARTITION_REASSIGNMENTS, 0, 1);
    }

    @Override
    public void handle(
            RequestContext context,
            AlterPartitionReassignmentsRequestData request,
            Reply<AlterPartitionReassignmentsResponseData> reply) {
        if (!broker.authorizer().allows(context.caller(), Operation.ALTER, Resource.CLUSTER)) {
            reply.complete(refused(request, Errors.CLUSTER_AUTHORIZATION_FAILED));
            return;
        }
        List<Reassignment> wanted = new ArrayList<>();
        for (ReassignableTopic topic : request.topics()) {
            for (ReassignablePartition partition : topic.partitions()) {
                wanted.add(new Reassignment(
                        new PartitionName(topic.name(), partition.partitionIndex()),
                        Optional.ofNullable(partition.replicas()).map(List::copyOf)));
            }
        }
        LaterReply.send(
                ApiKeys.ALTER_PARTITION_REASSIGNMENTS,
                broker.controller()
                        .reassignPartitions(
                                wanted, request.allowReplicationFactorChange(), Deadlines.of(request.timeoutMs())),
                reassigned -> response(request, reassigned.results()),
                error -> refused(request, error),
                reply);
    }

    private static AlterPartitionReassignmentsResponseData response(
            AlterPartitionReassignmentsRequestData request, List<PartitionResult> results) {
        Map<String, ReassignableTopicResponse> byTopic = new LinkedHashMap<>();
        for (PartitionResult one : results) {
            byTopic.computeIfAbsent(one.partition().topic(), topic -> new ReassignableTopicResponse().setName(topic))
                    .partitions()
                    .add(new ReassignablePartitionResponse()
                            .setPartitionIndex(one.partition().partition())
                            .setErrorCode(one.error().code())
                            .setErrorMessage(Words.of(one.error(), one.message())));
        }
        return new AlterPartitionReassignmentsResponseData()
                .setAllowReplicationFactorChange(request.allowReplicationFactorChange())
                .setErrorMessage(null)
                .setResponses(List.copyOf(byTopic.values()));
    }

    private static AlterPartitionReassignmentsResponseData refused(
            AlterPartitionReassignmentsRequestData request, Errors error) {
        return new AlterPartitionReassignmentsResponseData()
                .setAllowReplicationFactorChange(request.allowReplicationFactorChange())
                .setErrorCode(error.code())
                .setErrorMessage(error.message());
    }
}
