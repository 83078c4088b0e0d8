package io.ottla.protocol.api;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.protocol.Errors;

/** Which access the settings of a resource need: topics and groups guard their own, the cluster guards the rest. */
final class ConfigAccess {
    private ConfigAccess() {}

    /** Why the caller may not do this with the resource's settings. */
    static Optional<ConfigRefusal> fault(ClusterView cluster, Operation operation, ConfigResource resource) {
        return switch (resource.type()) {
            case TOPIC -> check(cluster, operation, Resource.topic(resource.name()), Errors.TOPIC_AUTHORIZATION_FAILED);
            case GROUP -> check(cluster, operation, Resource.group(resource.name()), Errors.GROUP_AUTHORIZATION_FAILED);
            case BROKER, BROKER_LOGGER, CLIENT_METRICS ->
                check(cluster, operation, Resource.CLUSTER, Errors.CLUSTER_AUTHORIZATION_FAILED);
            case UNKNOWN ->
                Optional.of(ConfigRefusal.invalid("Unexpected resource type for resource name " + resource.name()));
        };
    }

    private static Optional<ConfigRefusal> check(
            ClusterView cluster, Operation operation, Resource resource, Errors error) {
        return cluster.allows(operation, resource) ? Optional.empty() : Optional.of(new ConfigRefusal(error, ""));
    }
}
