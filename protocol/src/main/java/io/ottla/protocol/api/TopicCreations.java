package io.ottla.protocol.api;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.config.TopicSettings;
import io.ottla.actors.controller.Controller.NewTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicCollection;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.Errors;

/**
 * The topics of one CreateTopics request, sorted into those that the controller decides about and those refused for what
 * they say by themselves.
 */
final class TopicCreations {
    private static final int UNTOLD = -1;

    private final ClusterView cluster;
    private final boolean allTopics;
    private final Map<String, NewTopic> accepted = new LinkedHashMap<>();
    private final List<CreatableTopicResult> refused = new ArrayList<>();

    /** Sorts what was asked for. */
    TopicCreations(ClusterView cluster, CreatableTopicCollection wanted) {
        this.cluster = cluster;
        this.allTopics = cluster.allows(Operation.CREATE, Resource.CLUSTER);
        for (String name : Repeated.names(wanted, CreatableTopic::name)) {
            refused.add(result(name, Errors.INVALID_REQUEST, Repeated.TOPIC));
        }
        Repeated.without(wanted, CreatableTopic::name).forEach(this::sort);
    }

    /** The topics to create. */
    List<NewTopic> accepted() {
        return List.copyOf(accepted.values());
    }

    /** The topic to create that has this name. */
    NewTopic accepted(String name) {
        NewTopic topic = accepted.get(name);
        if (topic == null) {
            throw new IllegalStateException("topic " + name + " was not to be created");
        }
        return topic;
    }

    /** The results of the others. */
    List<CreatableTopicResult> refused() {
        return refused;
    }

    /** A result that has nothing but an error. */
    static CreatableTopicResult result(String name, Errors error, String message) {
        return new CreatableTopicResult()
                .setName(name)
                .setErrorCode(error.code())
                .setErrorMessage(Words.of(error, message));
    }

    private void sort(CreatableTopic wanted) {
        String name = wanted.name();
        if (name.equals(Topic.CLUSTER_METADATA_TOPIC_NAME)) {
            refuse(name, Errors.INVALID_REQUEST, "No topic can be called " + name + ": the name is reserved.");
        } else if (!allTopics && !cluster.allows(Operation.CREATE, Resource.topic(name))) {
            refuse(name, Errors.TOPIC_AUTHORIZATION_FAILED, "");
        } else if (!wanted.assignments().isEmpty() && wanted.numPartitions() != UNTOLD) {
            refuse(
                    name,
                    Errors.INVALID_REQUEST,
                    "The number of partitions must be -1 where their assignments are given.");
        } else if (!wanted.assignments().isEmpty() && wanted.replicationFactor() != UNTOLD) {
            refuse(name, Errors.INVALID_REQUEST, "The replication factor must be -1 where assignments are given.");
        } else {
            sortByParts(wanted);
        }
    }

    private void sortByParts(CreatableTopic wanted) {
        for (int partition : Repeated.names(wanted.assignments(), CreatableReplicaAssignment::partitionIndex)) {
            refuse(
                    wanted.name(),
                    Errors.INVALID_REPLICA_ASSIGNMENT,
                    "Partition " + partition + " is assigned more than once.");
            return;
        }
        Map<String, String> configs = new HashMap<>();
        for (CreatableTopicConfig config : wanted.configs()) {
            if (config.value() == null) {
                refuse(
                        wanted.name(),
                        Errors.INVALID_CONFIG,
                        "Null value not supported for topic configs: " + config.name());
                return;
            }
            configs.put(config.name(), config.value());
        }
        Optional<String> wrong = TopicSettings.findFault(configs);
        if (wrong.isPresent()) {
            refuse(wanted.name(), Errors.INVALID_CONFIG, wrong.get());
            return;
        }
        accepted.put(
                wanted.name(),
                new NewTopic(
                        wanted.name(),
                        wanted.numPartitions(),
                        wanted.replicationFactor(),
                        assignments(wanted),
                        configs));
    }

    private static Map<Integer, List<Integer>> assignments(CreatableTopic wanted) {
        Map<Integer, List<Integer>> result = new HashMap<>();
        for (CreatableReplicaAssignment assignment : wanted.assignments()) {
            result.put(assignment.partitionIndex(), assignment.brokerIds());
        }
        return result;
    }

    private void refuse(String name, Errors error, String message) {
        refused.add(result(name, error, message));
    }
}
