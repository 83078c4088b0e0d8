package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.metadata.BrokerImage;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBrokerCollection;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopicCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Metadata: the brokers, and topics with their partitions and leaders; creates topics where clients may cause that. */
final class MetadataHandler implements ApiHandler<MetadataRequestData, MetadataResponseData> {
    private static final int TOPIC_IDS_SINCE = 12;
    private static final int CLUSTER_OPERATIONS_SINCE = 8;
    private static final int CLUSTER_OPERATIONS_UNTIL = 10;

    private final Broker broker;
    private final AutoTopicCreation autoTopics;

    MetadataHandler(Broker broker) {
        this.broker = broker;
        this.autoTopics = new AutoTopicCreation(broker);
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.METADATA, 0, 13);
    }

    @Override
    public void handle(RequestContext context, MetadataRequestData request, Reply<MetadataResponseData> reply) {
        if (!isAll(context, request) && !request.topics().stream().allMatch(topic -> isNamed(context, topic))) {
            reply.complete(failed(request, Errors.INVALID_REQUEST));
            return;
        }
        ClusterView cluster = ClusterView.now(broker, context.caller());
        Map<String, Errors> absences = new HashMap<>();
        Set<String> missing = autoTopics.creatable(cluster, autoCreated(context, request), absences);
        if (missing.isEmpty()) {
            reply.complete(answer(cluster, context, request, absences));
            return;
        }
        LaterReply.send(
                ApiKeys.METADATA,
                autoTopics.create(missing),
                failures -> {
                    absences.putAll(failures);
                    return answer(ClusterView.now(broker, context.caller()), context, request, absences);
                },
                error -> failed(request, error),
                reply);
    }

    /** Version 0 asks for all topics with an empty list, later versions with none at all. */
    private static boolean isAll(RequestContext context, MetadataRequestData request) {
        return request.topics() == null
                || (context.version() == 0 && request.topics().isEmpty());
    }

    /** Versions 10 and 11 have the fields for topic ids, but no broker ever answered them. */
    private static boolean isNamed(RequestContext context, MetadataRequestTopic topic) {
        return isById(topic) ? context.version() >= TOPIC_IDS_SINCE : topic.name() != null;
    }

    private static boolean isById(MetadataRequestTopic topic) {
        return !topic.topicId().equals(Uuid.ZERO_UUID);
    }

    private Set<String> autoCreated(RequestContext context, MetadataRequestData request) {
        Set<String> names = new LinkedHashSet<>();
        if (!isAll(context, request)
                && request.allowAutoTopicCreation()
                && broker.settings().get().getBoolean("auto.create.topics.enable")) {
            request.topics().stream().filter(topic -> !isById(topic)).forEach(topic -> names.add(topic.name()));
        }
        return names;
    }

    private MetadataResponseData answer(
            ClusterView cluster, RequestContext context, MetadataRequestData request, Map<String, Errors> absences) {
        MetadataTopics topics = new MetadataTopics(cluster, request, context.version(), absences);
        MetadataResponseTopicCollection described = new MetadataResponseTopicCollection();
        if (isAll(context, request)) {
            topics.all().forEach(described::mustAdd);
        } else {
            // A topic named twice is described once.
            new LinkedHashSet<>(request.topics()).forEach(topic -> described.mustAdd(topics.wanted(topic)));
        }
        MetadataResponseData response = new MetadataResponseData()
                .setBrokers(brokers(cluster))
                .setClusterId(broker.clusterId())
                .setControllerId(cluster.controllerId())
                .setTopics(described);
        if (request.includeClusterAuthorizedOperations()
                && context.version() >= CLUSTER_OPERATIONS_SINCE
                && context.version() <= CLUSTER_OPERATIONS_UNTIL) {
            response.setClusterAuthorizedOperations(cluster.clusterOperations());
        }
        return response;
    }

    private static MetadataResponseBrokerCollection brokers(ClusterView cluster) {
        MetadataResponseBrokerCollection result = new MetadataResponseBrokerCollection();
        for (BrokerImage one : cluster.brokers(false)) {
            result.mustAdd(new MetadataResponseBroker()
                    .setNodeId(one.id())
                    .setHost(one.host())
                    .setPort(one.port())
                    .setRack(one.rack().orElse(null)));
        }
        return result;
    }

    private static MetadataResponseData failed(MetadataRequestData request, Errors error) {
        MetadataResponseTopicCollection topics = new MetadataResponseTopicCollection();
        List<MetadataRequestTopic> wanted = request.topics() == null ? List.of() : request.topics();
        for (MetadataRequestTopic topic : wanted) {
            // Versions before 12 cannot leave the name out of a response.
            String name = topic.name() == null ? "" : topic.name();
            topics.mustAdd(MetadataTopics.refused(name, error).setTopicId(topic.topicId()));
        }
        return new MetadataResponseData().setTopics(topics).setErrorCode(error.code());
    }
}
