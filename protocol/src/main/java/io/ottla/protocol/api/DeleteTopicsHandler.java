package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import java.util.List;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** DeleteTopics: by name, and from version 6 also by id (KIP-516). */
final class DeleteTopicsHandler implements ApiHandler<DeleteTopicsRequestData, DeleteTopicsResponseData> {
    private static final int TOPIC_IDS_SINCE = 6;
    private static final int DELETION_DISABLED_SINCE = 3;

    private final Broker broker;

    DeleteTopicsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.DELETE_TOPICS, 1, 6);
    }

    @Override
    public void handle(RequestContext context, DeleteTopicsRequestData request, Reply<DeleteTopicsResponseData> reply) {
        List<DeleteTopicState> wanted = wanted(context, request);
        if (!broker.settings().get().getBoolean("delete.topic.enable")) {
            reply.complete(disabled(context, wanted));
            return;
        }
        TopicDeletions deletions = new TopicDeletions(ClusterView.now(broker, context.caller()), wanted);
        if (deletions.accepted().isEmpty()) {
            reply.complete(deletions.response());
            return;
        }
        LaterReply.send(
                ApiKeys.DELETE_TOPICS,
                broker.controller().deleteTopics(deletions.accepted(), Deadlines.of(request.timeoutMs())),
                changed -> deletions.response(changed.results()),
                deletions::response,
                reply);
    }

    private static List<DeleteTopicState> wanted(RequestContext context, DeleteTopicsRequestData request) {
        return context.version() >= TOPIC_IDS_SINCE
                ? request.topics()
                : request.topicNames().stream()
                        .map(name -> new DeleteTopicState().setName(name))
                        .toList();
    }

    private static DeleteTopicsResponseData disabled(RequestContext context, List<DeleteTopicState> wanted) {
        Errors error =
                context.version() >= DELETION_DISABLED_SINCE ? Errors.TOPIC_DELETION_DISABLED : Errors.INVALID_REQUEST;
        DeleteTopicsResponseData response = new DeleteTopicsResponseData();
        wanted.forEach(topic -> response.responses()
                .mustAdd(TopicDeletions.result(topic, error, "delete.topic.enable is false in this cluster.")));
        return response;
    }
}
