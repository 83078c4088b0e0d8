package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.config.ConfigDescriber;
import io.ottla.actors.config.DescribedConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** DescribeConfigs: settings with types, sources, and on request synonyms (KIP-226) and documentation (KIP-569). */
final class DescribeConfigsHandler implements ApiHandler<DescribeConfigsRequestData, DescribeConfigsResponseData> {
    private final Broker broker;
    private final LogLevels logLevels;

    DescribeConfigsHandler(Broker broker, LogLevels logLevels) {
        this.broker = broker;
        this.logLevels = logLevels;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.DESCRIBE_CONFIGS, 1, 4);
    }

    @Override
    public void handle(
            RequestContext context, DescribeConfigsRequestData request, Reply<DescribeConfigsResponseData> reply) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        List<DescribeConfigsResult> results = new ArrayList<>();
        for (DescribeConfigsResource wanted : request.resources()) {
            results.add(result(cluster, request, wanted));
        }
        reply.complete(new DescribeConfigsResponseData().setResults(results));
    }

    private DescribeConfigsResult result(
            ClusterView cluster, DescribeConfigsRequestData request, DescribeConfigsResource wanted) {
        ConfigResource resource =
                new ConfigResource(ConfigResource.Type.forId(wanted.resourceType()), wanted.resourceName());
        DescribeConfigsResult result = new DescribeConfigsResult()
                .setResourceType(wanted.resourceType())
                .setResourceName(wanted.resourceName());
        Optional<ConfigRefusal> fault = fault(cluster, resource);
        if (fault.isPresent()) {
            Errors error = fault.get().error();
            return result.setErrorCode(error.code())
                    .setErrorMessage(Words.of(error, fault.get().message()));
        }
        return result.setErrorCode(Errors.NONE.code())
                .setErrorMessage(null)
                .setConfigs(entries(cluster, request, wanted, resource));
    }

    private Optional<ConfigRefusal> fault(ClusterView cluster, ConfigResource resource) {
        return ConfigAccess.fault(cluster, Operation.DESCRIBE_CONFIGS, resource)
                .or(() -> ConfigNames.fault(broker.nodeId(), resource))
                .or(() -> absence(cluster, resource));
    }

    /** Topics must exist; groups and subscriptions have settings before anybody uses them. */
    private static Optional<ConfigRefusal> absence(ClusterView cluster, ConfigResource resource) {
        return resource.type() == ConfigResource.Type.TOPIC
                        && cluster.image().topics().topic(resource.name()).isEmpty()
                ? Optional.of(new ConfigRefusal(Errors.UNKNOWN_TOPIC_OR_PARTITION, ""))
                : Optional.empty();
    }

    private List<DescribeConfigsResourceResult> entries(
            ClusterView cluster,
            DescribeConfigsRequestData request,
            DescribeConfigsResource wanted,
            ConfigResource resource) {
        // Clients that want all settings send no list of names; some send an empty one.
        boolean all =
                wanted.configurationKeys() == null || wanted.configurationKeys().isEmpty();
        Set<String> names = all ? Set.of() : new HashSet<>(wanted.configurationKeys());
        return describe(cluster, resource).stream()
                .filter(config -> all || names.contains(config.name()))
                .map(config ->
                        ConfigEntries.described(config, request.includeSynonyms(), request.includeDocumentation()))
                .toList();
    }

    private List<DescribedConfig> describe(ClusterView cluster, ConfigResource resource) {
        if (resource.type() == ConfigResource.Type.BROKER_LOGGER) {
            return ConfigDescriber.loggers(logLevels);
        }
        io.ottla.actors.metadata.ConfigResource stored = ConfigNames.stored(resource);
        return ConfigDescriber.describe(
                stored, cluster.image().config(stored), broker.settings().get());
    }
}
