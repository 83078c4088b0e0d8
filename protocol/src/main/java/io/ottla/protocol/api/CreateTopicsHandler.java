package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.config.ConfigDescriber;
import io.ottla.actors.controller.Controller.TopicResult;
import io.ottla.actors.controller.Controller.TopicSummary;
import io.ottla.actors.metadata.ConfigResource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** CreateTopics: creates topics, or only says whether they could be; from version 5 with what they became (KIP-525). */
final class CreateTopicsHandler implements ApiHandler<CreateTopicsRequestData, CreateTopicsResponseData> {
    private final Broker broker;

    CreateTopicsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.CREATE_TOPICS, 2, 7);
    }

    @Override
    public void handle(RequestContext context, CreateTopicsRequestData request, Reply<CreateTopicsResponseData> reply) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        TopicCreations creations = new TopicCreations(cluster, request.topics());
        if (creations.accepted().isEmpty()) {
            reply.complete(response(creations, List.of()));
            return;
        }
        LaterReply.send(
                ApiKeys.CREATE_TOPICS,
                broker.controller()
                        .createTopics(creations.accepted(), request.validateOnly(), Deadlines.of(request.timeoutMs())),
                changed -> response(
                        creations,
                        changed.results().stream()
                                .map(one -> result(cluster, creations, one))
                                .toList()),
                error -> response(
                        creations,
                        creations.accepted().stream()
                                .map(one -> TopicCreations.result(one.name(), error, ""))
                                .toList()),
                reply);
    }

    private CreatableTopicResult result(ClusterView cluster, TopicCreations creations, TopicResult one) {
        CreatableTopicResult result = TopicCreations.result(one.key(), one.error(), one.message());
        one.topic().ifPresent(topic -> describe(cluster, creations, topic, result));
        return result;
    }

    /** Adds what the topic became, unless the caller may create topics but not look at their settings. */
    private void describe(
            ClusterView cluster, TopicCreations creations, TopicSummary topic, CreatableTopicResult result) {
        result.setTopicId(topic.id());
        if (!cluster.allows(Operation.DESCRIBE_CONFIGS, Resource.topic(topic.name()))) {
            result.setTopicConfigErrorCode(Errors.TOPIC_AUTHORIZATION_FAILED.code());
            return;
        }
        Map<String, String> own = creations.accepted(topic.name()).configs();
        result.setNumPartitions(topic.partitions())
                .setReplicationFactor((short) topic.replicationFactor())
                .setConfigs(
                        ConfigDescriber.describe(
                                        ConfigResource.topic(topic.name()),
                                        own,
                                        broker.settings().get())
                                .stream()
                                .map(ConfigEntries::created)
                                .toList());
    }

    private static CreateTopicsResponseData response(TopicCreations creations, List<CreatableTopicResult> decided) {
        CreateTopicsResponseData response = new CreateTopicsResponseData();
        creations.refused().forEach(response.topics()::mustAdd);
        decided.forEach(response.topics()::mustAdd);
        return response;
    }
}
