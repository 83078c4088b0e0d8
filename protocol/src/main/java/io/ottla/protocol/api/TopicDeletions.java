package io.ottla.protocol.api;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.controller.Controller.TopicResult;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.protocol.Errors;

/**
 * The topics of one DeleteTopics request, sorted into those to delete and those refused beforehand. A name or an id that the
 * caller may not describe does not tell whether there is such a topic.
 */
final class TopicDeletions {
    private final ClusterView cluster;
    private final boolean allTopics;
    private final Map<Uuid, DeleteTopicState> accepted = new LinkedHashMap<>();
    private final Set<Uuid> twice = new LinkedHashSet<>();
    private final List<DeletableTopicResult> results = new ArrayList<>();

    /** Sorts what was asked for. */
    TopicDeletions(ClusterView cluster, List<DeleteTopicState> wanted) {
        this.cluster = cluster;
        this.allTopics = cluster.allows(Operation.DELETE, Resource.CLUSTER);
        Repeated.names(wanted, Function.identity())
                .forEach(topic -> settle(topic, Errors.INVALID_REQUEST, Repeated.TOPIC));
        Repeated.without(wanted, Function.identity()).forEach(this::sort);
        twice.forEach(id -> settle(
                Objects.requireNonNull(accepted.remove(id)),
                Errors.INVALID_REQUEST,
                "The topic is given by its name and by its id."));
    }

    /** The topics to delete. */
    List<Uuid> accepted() {
        return List.copyOf(accepted.keySet());
    }

    /** The response, once these accepted topics have met this end. */
    DeleteTopicsResponseData response(List<TopicResult> ends) {
        for (TopicResult end : ends) {
            DeleteTopicState topic = accepted.get(Uuid.fromString(end.key()));
            if (topic == null) {
                throw new IllegalStateException("an answer about topic " + end.key() + ", which was not to be deleted");
            }
            settle(topic, end.error(), end.message());
        }
        return response();
    }

    /** The response when all accepted topics failed alike. */
    DeleteTopicsResponseData response(Errors failure) {
        accepted.values().forEach(topic -> settle(topic, failure, ""));
        return response();
    }

    /** The response as far as topics have met their end. */
    DeleteTopicsResponseData response() {
        DeleteTopicsResponseData response = new DeleteTopicsResponseData();
        results.forEach(response.responses()::mustAdd);
        return response;
    }

    /** The result for a topic. */
    static DeletableTopicResult result(DeleteTopicState topic, Errors error, String message) {
        return new DeletableTopicResult()
                .setName(topic.name())
                .setTopicId(topic.topicId())
                .setErrorCode(error.code())
                .setErrorMessage(Words.of(error, message));
    }

    private void sort(DeleteTopicState wanted) {
        boolean byName = wanted.name() != null;
        boolean byId = !wanted.topicId().equals(Uuid.ZERO_UUID);
        if (byName == byId) {
            settle(wanted, Errors.INVALID_REQUEST, "A topic is named either by its name or by its id.");
            return;
        }
        if (byName && !mayDescribe(wanted.name())) {
            settle(wanted, Errors.TOPIC_AUTHORIZATION_FAILED, "");
            return;
        }
        Optional<TopicImage> found = byName
                ? cluster.image().topics().topic(wanted.name())
                : cluster.image().topics().topic(wanted.topicId());
        if (found.isEmpty()) {
            settle(wanted, byName ? Errors.UNKNOWN_TOPIC_OR_PARTITION : Errors.UNKNOWN_TOPIC_ID, "");
        } else if (!mayDescribe(found.get().name())) {
            settle(wanted, Errors.TOPIC_AUTHORIZATION_FAILED, "");
        } else {
            accept(found.get());
        }
    }

    private void accept(TopicImage topic) {
        DeleteTopicState full = new DeleteTopicState().setName(topic.name()).setTopicId(topic.id());
        if (!allTopics && !cluster.allows(Operation.DELETE, Resource.topic(topic.name()))) {
            settle(full, Errors.TOPIC_AUTHORIZATION_FAILED, "");
        } else if (accepted.containsKey(topic.id())) {
            twice.add(topic.id());
        } else {
            accepted.put(topic.id(), full);
        }
    }

    private boolean mayDescribe(String name) {
        return allTopics || cluster.showsTopic(name);
    }

    private void settle(DeleteTopicState topic, Errors error, String message) {
        results.add(result(topic, error, message));
    }
}
