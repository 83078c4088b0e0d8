package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.TopicImage;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** ListConfigResources (KIP-1142): what has settings. Version 0 knows only client metrics subscriptions (KIP-714). */
final class ListConfigResourcesHandler
        implements ApiHandler<ListConfigResourcesRequestData, ListConfigResourcesResponseData> {
    private static final Set<ConfigResource.Type> LISTED =
            EnumSet.complementOf(EnumSet.of(ConfigResource.Type.UNKNOWN));

    private final Broker broker;

    ListConfigResourcesHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.LIST_CONFIG_RESOURCES, 0, 1);
    }

    @Override
    public void handle(
            RequestContext context,
            ListConfigResourcesRequestData request,
            Reply<ListConfigResourcesResponseData> reply) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        ListConfigResourcesResponseData response = new ListConfigResourcesResponseData();
        if (!cluster.allows(Operation.DESCRIBE_CONFIGS, Resource.CLUSTER)) {
            reply.complete(response.setErrorCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code()));
            return;
        }
        Set<ConfigResource.Type> types = types(context, request);
        if (types.contains(ConfigResource.Type.UNKNOWN)) {
            reply.complete(response.setErrorCode(Errors.UNSUPPORTED_VERSION.code()));
            return;
        }
        for (ConfigResource.Type type : types) {
            names(cluster, type)
                    .sorted()
                    .forEach(name -> response.configResources()
                            .add(new ListConfigResourcesResponseData.ConfigResource()
                                    .setResourceType(type.id())
                                    .setResourceName(name)));
        }
        reply.complete(response);
    }

    private static Set<ConfigResource.Type> types(RequestContext context, ListConfigResourcesRequestData request) {
        if (context.version() == 0) {
            return EnumSet.of(ConfigResource.Type.CLIENT_METRICS);
        }
        if (request.resourceTypes().isEmpty()) {
            return LISTED;
        }
        Set<ConfigResource.Type> types = EnumSet.noneOf(ConfigResource.Type.class);
        request.resourceTypes().forEach(type -> types.add(ConfigResource.Type.forId(type)));
        return types;
    }

    private static Stream<String> names(ClusterView cluster, ConfigResource.Type type) {
        return switch (type) {
            case TOPIC -> cluster.image().topics().all().stream().map(TopicImage::name);
            case BROKER, BROKER_LOGGER -> cluster.brokers(false).stream().map(one -> Integer.toString(one.id()));
            case GROUP -> configured(cluster, io.ottla.actors.metadata.ConfigResource.Type.GROUP);
            case CLIENT_METRICS -> configured(cluster, io.ottla.actors.metadata.ConfigResource.Type.CLIENT_METRICS);
            case UNKNOWN -> Stream.empty();
        };
    }

    /** The names that have settings of their own: groups and subscriptions exist here only by them. */
    private static Stream<String> configured(ClusterView cluster, io.ottla.actors.metadata.ConfigResource.Type type) {
        return cluster.image().configs().keySet().stream()
                .filter(resource -> resource.type() == type)
                .map(io.ottla.actors.metadata.ConfigResource::name);
    }
}
