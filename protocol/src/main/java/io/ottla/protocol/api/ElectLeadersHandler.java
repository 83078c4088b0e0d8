package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.controller.Controller.Election;
import io.ottla.actors.controller.Controller.PartitionName;
import io.ottla.actors.controller.Controller.PartitionResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData.TopicPartitions;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.message.ElectLeadersResponseData.ReplicaElectionResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** ElectLeaders (KIP-183, KIP-460): elects preferred replicas, or uncleanly where nobody leads. */
final class ElectLeadersHandler implements ApiHandler<ElectLeadersRequestData, ElectLeadersResponseData> {
    private static final byte PREFERRED = 0;
    private static final byte UNCLEAN = 1;

    private final Broker broker;

    ElectLeadersHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.ELECT_LEADERS, 0, 2);
    }

    @Override
    public void handle(RequestContext context, ElectLeadersRequestData request, Reply<ElectLeadersResponseData> reply) {
        if (!broker.authorizer().allows(context.caller(), Operation.ALTER, Resource.CLUSTER)) {
            reply.complete(refused(context, request, Errors.CLUSTER_AUTHORIZATION_FAILED));
        } else if (request.electionType() != PREFERRED && request.electionType() != UNCLEAN) {
            reply.complete(refused(context, request, Errors.INVALID_REQUEST));
        } else {
            LaterReply.send(
                    ApiKeys.ELECT_LEADERS,
                    broker.controller()
                            .electLeaders(
                                    request.electionType() == PREFERRED ? Election.PREFERRED : Election.UNCLEAN,
                                    Optional.ofNullable(request.topicPartitions())
                                            .map(unused -> named(request)),
                                    Deadlines.of(request.timeoutMs())),
                    elected -> response(elected.results()),
                    error -> refused(context, request, error),
                    reply);
        }
    }

    private static List<PartitionName> named(ElectLeadersRequestData request) {
        List<PartitionName> result = new ArrayList<>();
        if (request.topicPartitions() != null) {
            for (TopicPartitions topic : request.topicPartitions()) {
                topic.partitions().forEach(partition -> result.add(new PartitionName(topic.topic(), partition)));
            }
        }
        return result;
    }

    /** Version 0 has no error of the whole: there every partition that was named has it. */
    private static ElectLeadersResponseData refused(
            RequestContext context, ElectLeadersRequestData request, Errors error) {
        List<PartitionResult> results = named(request).stream()
                .map(name -> new PartitionResult(name, error, ""))
                .toList();
        ElectLeadersResponseData response = response(results);
        return context.version() == 0 ? response : response.setErrorCode(error.code());
    }

    private static ElectLeadersResponseData response(List<PartitionResult> results) {
        Map<String, ReplicaElectionResult> byTopic = new LinkedHashMap<>();
        for (PartitionResult one : results) {
            byTopic.computeIfAbsent(one.partition().topic(), topic -> new ReplicaElectionResult().setTopic(topic))
                    .partitionResult()
                    .add(new ElectLeadersResponseData.PartitionResult()
                            .setPartitionId(one.partition().partition())
                            .setErrorCode(one.error().code())
                            .setErrorMessage(Words.of(one.error(), one.message())));
        }
        return new ElectLeadersResponseData().setReplicaElectionResults(List.copyOf(byTopic.values()));
    }
}
