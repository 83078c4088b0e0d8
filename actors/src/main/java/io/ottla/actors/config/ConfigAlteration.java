package io.ottla.actors.config;

import io.ottla.actors.metadata.ConfigResource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.Errors;

/**
 * Decides on requests to change settings: IncrementalAlterConfigs (KIP-339) and the older AlterConfigs, which names
 * everything that is to remain. Whether the resource exists, and whether the caller may change it, is decided
 * elsewhere.
 */
public final class ConfigAlteration {
    private ConfigAlteration() {}

    /**
     * Applies changes one setting at a time.
     *
     * @param resource whose settings they are; an empty name means all brokers
     * @param current the dynamic values it has
     * @param operations what is asked for
     * @param broker the settings of the deciding broker
     */
    public static AlterationResult incremental(
            ConfigResource resource,
            Map<String, String> current,
            List<ConfigOperation> operations,
            BrokerSettings broker) {
        Optional<AlterationResult.Refused> malformed = nameless(resource)
                .or(() -> duplicates(
                        operations.stream().map(ConfigOperation::name).toList()))
                .or(() -> withoutValue(operations.stream()
                        .filter(operation -> operation.kind() != ConfigOperation.Kind.DELETE)
                        .collect(HashMap::new, (map, one) -> map.put(one.name(), one.value()), HashMap::putAll)));
        if (malformed.isPresent()) {
            return malformed.get();
        }
        Map<String, String> wanted = new TreeMap<>(current);
        for (ConfigOperation operation : operations) {
            Optional<AlterationResult.Refused> refused = apply(resource, operation, wanted);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        return check(resource, current, wanted, broker);
    }

    /**
     * Replaces all dynamic values; those not named go.
     *
     * @param wanted the values, empty for a null in the request
     */
    public static AlterationResult replacing(
            ConfigResource resource,
            Map<String, String> current,
            Map<String, Optional<String>> wanted,
            BrokerSettings broker) {
        Optional<AlterationResult.Refused> malformed = nameless(resource).or(() -> withoutValue(wanted));
        if (malformed.isPresent()) {
            return malformed.get();
        }
        Map<String, String> values = new TreeMap<>();
        wanted.forEach((name, value) -> values.put(name, value.orElseThrow()));
        return check(resource, current, values, broker);
    }

    /** Refuses a request that names a setting twice. */
    static Optional<AlterationResult.Refused> duplicates(List<String> names) {
        return Set.copyOf(names).size() == names.size()
                ? Optional.empty()
                : refused(Errors.INVALID_REQUEST, "Error due to duplicate config keys");
    }

    private static Optional<AlterationResult.Refused> nameless(ConfigResource resource) {
        if (!resource.name().isEmpty()) {
            return Optional.empty();
        }
        return switch (resource.type()) {
            case BROKER -> Optional.empty();
            case TOPIC -> refused(Errors.INVALID_REQUEST, "Default topic resources are not allowed.");
            case GROUP -> refused(Errors.INVALID_REQUEST, "Default group resources are not allowed.");
            case CLIENT_METRICS -> refused(Errors.INVALID_REQUEST, "Subscription name can't be empty");
        };
    }

    private static Optional<AlterationResult.Refused> withoutValue(Map<String, Optional<String>> values) {
        String names = values.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(","));
        return names.isEmpty()
                ? Optional.empty()
                : refused(Errors.INVALID_REQUEST, "Null value not supported for : " + names);
    }

    private static Optional<AlterationResult.Refused> apply(
            ConfigResource resource, ConfigOperation operation, Map<String, String> values) {
        switch (operation.kind()) {
            case SET -> values.put(operation.name(), operation.value().orElseThrow());
            case DELETE -> values.remove(operation.name());
            case APPEND, SUBTRACT -> {
                return ListChange.apply(resource, operation, values);
            }
        }
        return Optional.empty();
    }

    private static AlterationResult check(
            ConfigResource resource, Map<String, String> current, Map<String, String> wanted, BrokerSettings broker) {
        Map<String, Optional<String>> changes = changes(current, wanted);
        Optional<AlterationResult.Refused> fault =
                switch (resource.type()) {
                    case TOPIC -> invalid(TopicSettings.findFault(wanted));
                    case GROUP -> invalid(GroupSettings.findFault(wanted, broker));
                    case CLIENT_METRICS ->
                        ClientMetricsSettings.findFault(wanted)
                                .map(found -> new AlterationResult.Refused(found.error(), found.message()));
                    case BROKER -> BrokerAlteration.findFault(resource.name(), set(changes), wanted, broker);
                };
        return fault.<AlterationResult>map(refused -> refused).orElseGet(() -> new AlterationResult.Accepted(changes));
    }

    private static Collection<String> set(Map<String, Optional<String>> changes) {
        return changes.entrySet().stream()
                .filter(change -> change.getValue().isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Optional<String>> changes(Map<String, String> current, Map<String, String> wanted) {
        Set<String> names = new HashSet<>(current.keySet());
        names.addAll(wanted.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(current.get(name), wanted.get(name)))
                .collect(Collectors.toMap(name -> name, name -> Optional.ofNullable(wanted.get(name))));
    }

    private static Optional<AlterationResult.Refused> invalid(Optional<String> fault) {
        return fault.map(message -> new AlterationResult.Refused(Errors.INVALID_CONFIG, message));
    }

    static Optional<AlterationResult.Refused> refused(Errors error, String message) {
        return Optional.of(new AlterationResult.Refused(error, message));
    }
}
