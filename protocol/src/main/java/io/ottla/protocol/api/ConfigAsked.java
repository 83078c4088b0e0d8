package io.ottla.protocol.api;

import java.util.List;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of one resource's settings.
 *
 * @param typeId the kind of resource, as the request has it
 * @param name the resource
 * @param changes what shall become of single settings
 */
record ConfigAsked(byte typeId, String name, List<Change> changes) {

    /**
     * What shall become of one setting.
     *
     * @param name the setting
     * @param operation what to do with it, as IncrementalAlterConfigs numbers it
     * @param value what to set, append or subtract
     */
    record Change(String name, byte operation, @Nullable String value) {}

    /** The kind of resource, UNKNOWN when there is no such kind. */
    ConfigResource.Type type() {
        return ConfigResource.Type.forId(typeId);
    }

    /** Whether it is about the log levels of a node. */
    boolean aboutLoggers() {
        return type() == ConfigResource.Type.BROKER_LOGGER;
    }

    /** The resource. */
    ConfigResource resource() {
        return new ConfigResource(type(), name);
    }

    /** The same resource with nothing asked of it: equal for requests about the same resource. */
    ConfigAsked key() {
        return new ConfigAsked(typeId, name, List.of());
    }
}
