package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.controller.Controller.MorePartitions;
import io.ottla.actors.controller.Controller.TopicResult;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsAssignment;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** CreatePartitions (KIP-195): gives topics more partitions. */
final class CreatePartitionsHandler implements ApiHandler<CreatePartitionsRequestData, CreatePartitionsResponseData> {
    private final Broker broker;

    CreatePartitionsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.CREATE_PARTITIONS, 0, 3);
    }

    @Override
    public void handle(
            RequestContext context, CreatePartitionsRequestData request, Reply<CreatePartitionsResponseData> reply) {
        List<CreatePartitionsTopicResult> results = new ArrayList<>();
        List<MorePartitions> accepted = screen(context, request, results);
        if (accepted.isEmpty()) {
            reply.complete(response(results));
            return;
        }
        LaterReply.send(
                ApiKeys.CREATE_PARTITIONS,
                broker.controller()
                        .createPartitions(accepted, request.validateOnly(), Deadlines.of(request.timeoutMs())),
                changed -> {
                    for (TopicResult one : changed.results()) {
                        results.add(result(one.key(), one.error(), one.message()));
                    }
                    return response(results);
                },
                error -> {
                    accepted.forEach(one -> results.add(result(one.topic(), error, "")));
                    return response(results);
                },
                reply);
    }

    private List<MorePartitions> screen(
            RequestContext context, CreatePartitionsRequestData request, List<CreatePartitionsTopicResult> refused) {
        List<MorePartitions> accepted = new ArrayList<>();
        for (String name : Repeated.names(request.topics(), CreatePartitionsTopic::name)) {
            refused.add(result(name, Errors.INVALID_REQUEST, Repeated.TOPIC));
        }
        for (CreatePartitionsTopic topic : Repeated.without(request.topics(), CreatePartitionsTopic::name)) {
            if (!broker.authorizer().allows(context.caller(), Operation.ALTER, Resource.topic(topic.name()))) {
                refused.add(result(topic.name(), Errors.TOPIC_AUTHORIZATION_FAILED, ""));
            } else if (topic.assignments() != null && topic.assignments().isEmpty()) {
                // Null leaves the placement to the controller; an empty list places no partition at all.
                refused.add(result(
                        topic.name(),
                        Errors.INVALID_REPLICA_ASSIGNMENT,
                        "The list of assignments is there, but assigns no partition."));
            } else {
                accepted.add(new MorePartitions(topic.name(), topic.count(), assignments(topic)));
            }
        }
        return accepted;
    }

    private static List<List<Integer>> assignments(CreatePartitionsTopic topic) {
        return topic.assignments() == null
                ? List.of()
                : topic.assignments().stream()
                        .map(CreatePartitionsAssignment::brokerIds)
                        .toList();
    }

    private static CreatePartitionsTopicResult result(String topic, Errors error, String message) {
        return new CreatePartitionsTopicResult()
                .setName(topic)
                .setErrorCode(error.code())
                .setErrorMessage(Words.of(error, message));
    }

    private static CreatePartitionsResponseData response(List<CreatePartitionsTopicResult> results) {
        return new CreatePartitionsResponseData().setResults(results);
    }
}
