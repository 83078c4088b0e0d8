package io.ottla.protocol.api;

import java.util.Optional;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.Errors;

/** Whether a resource's name is one whose settings this node can speak of. */
final class ConfigNames {
    private ConfigNames() {}

    /** What is wrong with the name of a resource. */
    static Optional<ConfigRefusal> fault(int nodeId, ConfigResource resource) {
        String name = resource.name();
        return switch (resource.type()) {
            case TOPIC -> topic(name);
            case BROKER -> name.isEmpty() ? Optional.empty() : broker(nodeId, name, " or empty string,");
            case BROKER_LOGGER ->
                name.isEmpty()
                        ? Optional.of(ConfigRefusal.invalid("Broker id must not be empty"))
                        : broker(nodeId, name, "");
            case GROUP -> named(name, "Group name must not be empty");
            case CLIENT_METRICS -> named(name, "Client metrics subscription name must not be empty");
            case UNKNOWN -> Optional.of(ConfigRefusal.invalid("Unexpected resource type for resource name " + name));
        };
    }

    /** The resource under which the cluster keeps settings; log levels are not among them. */
    static io.ottla.actors.metadata.ConfigResource stored(ConfigResource resource) {
        return new io.ottla.actors.metadata.ConfigResource(
                io.ottla.actors.metadata.ConfigResource.Type.valueOf(
                        resource.type().name()),
                resource.name());
    }

    private static Optional<ConfigRefusal> topic(String name) {
        try {
            Topic.validate(name);
            return Optional.empty();
        } catch (InvalidTopicException invalid) {
            return Optional.of(new ConfigRefusal(Errors.INVALID_TOPIC_EXCEPTION, String.valueOf(invalid.getMessage())));
        }
    }

    /** Only a broker itself knows its settings: clients ask the one they mean. */
    private static Optional<ConfigRefusal> broker(int nodeId, String name, String alternative) {
        try {
            return Integer.parseInt(name) == nodeId
                    ? Optional.empty()
                    : Optional.of(ConfigRefusal.invalid(
                            "Unexpected broker id, expected " + nodeId + alternative + " but received " + name));
        } catch (NumberFormatException notANumber) {
            return Optional.of(ConfigRefusal.invalid("Broker id must be an integer, but it is: " + name));
        }
    }

    private static Optional<ConfigRefusal> named(String name, String complaint) {
        return name.isEmpty() ? Optional.of(ConfigRefusal.invalid(complaint)) : Optional.empty();
    }
}
