package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.controller.Controller.NewTopic;
import io.ottla.actors.controller.Controller.TopicResult;
import io.ottla.actors.controller.Controller.TopicsChanged;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Creates topics because somebody asked for their metadata (auto.create.topics.enable).
 *
 * <p>Unlike Kafka, which answers at once that there is no such topic and lets the client ask again, the request waits for
 * its topics: the first send of a client does not have to back off.
 */
final class AutoTopicCreation {
    /**
     * How long a request waits. Past it the client is told that the topic is unknown and asks again, while the creation
     * goes on.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int CLUSTER_DEFAULT = -1;

    private final Broker broker;
    private final Duration patience;

    AutoTopicCreation(Broker broker) {
        this(broker, PATIENCE);
    }

    AutoTopicCreation(Broker broker, Duration patience) {
        this.broker = broker;
        this.patience = patience;
    }

    /**
     * The topics of these names that shall come into being because the caller asked for them.
     *
     * @param refused is told of those that the caller may not create
     */
    Set<String> creatable(ClusterView cluster, Collection<String> names, Map<String, Errors> refused) {
        Set<String> result = new LinkedHashSet<>();
        for (String name : names) {
            if (cluster.image().topics().topic(name).isPresent() || !cluster.showsTopic(name) || !mayExist(name)) {
                continue;
            }
            if (cluster.allows(Operation.CREATE, Resource.CLUSTER)
                    || cluster.allows(Operation.CREATE, Resource.topic(name))) {
                result.add(name);
            } else {
                refused.put(name, Errors.TOPIC_AUTHORIZATION_FAILED);
            }
        }
        return result;
    }

    private static boolean mayExist(String name) {
        return Topic.isValid(name)
                && !name.equals(Topic.CLUSTER_METADATA_TOPIC_NAME)
                && !name.equals(Topic.SHARE_GROUP_STATE_TOPIC_NAME);
    }

    /** Creates topics; completes with the errors of those that could not be. The stage does not fail. */
    CompletionStage<Map<String, Errors>> create(Collection<String> names) {
        List<NewTopic> topics = names.stream().map(this::newTopic).toList();
        return broker.controller()
                .createTopics(topics, false, patience)
                .thenApply(AutoTopicCreation::errors)
                .exceptionally(failure -> errors(names, LaterReply.errorOf(ApiKeys.METADATA, failure)));
    }

    private NewTopic newTopic(String name) {
        return InternalTopics.find(name, broker.settings().get())
                .orElseGet(() -> new NewTopic(name, CLUSTER_DEFAULT, CLUSTER_DEFAULT, Map.of(), Map.of()));
    }

    private static Map<String, Errors> errors(TopicsChanged changed) {
        Map<String, Errors> result = new HashMap<>();
        for (TopicResult topic : changed.results()) {
            // Another client was faster: the topic is there, which is all that was wanted.
            if (topic.error() != Errors.NONE && topic.error() != Errors.TOPIC_ALREADY_EXISTS) {
                result.put(topic.key(), topic.error());
            }
        }
        return result;
    }

    private static Map<String, Errors> errors(Collection<String> names, Errors failure) {
        Errors error = failure == Errors.REQUEST_TIMED_OUT ? Errors.UNKNOWN_TOPIC_OR_PARTITION : failure;
        Map<String, Errors> result = new HashMap<>();
        names.forEach(name -> result.put(name, error));
        return result;
    }
}
