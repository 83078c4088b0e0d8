package io.ottla.protocol.api;

import io.ottla.actors.config.AlterationResult;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.config.ConfigAlteration;
import io.ottla.actors.config.ConfigOperation;
import io.ottla.actors.config.LoggerAlteration;
import io.ottla.actors.config.LoggerLevels;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.protocol.api.ConfigAsked.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** Hands the changes of a request to those who decide on settings, in their words. */
final class ConfigDecision {
    private ConfigDecision() {}

    /** Decides on single changes (IncrementalAlterConfigs). */
    static AlterationResult change(ConfigAsked asked, MetadataImage image, BrokerSettings settings) {
        Optional<AlterationResult> fault = unknownOperation(asked.changes());
        if (fault.isPresent()) {
            return fault.get();
        }
        ConfigResource resource = ConfigNames.stored(asked.resource());
        return ConfigAlteration.incremental(resource, image.config(resource), operations(asked.changes()), settings);
    }

    /** Decides on values that replace all there are (AlterConfigs). */
    static AlterationResult replace(ConfigAsked asked, MetadataImage image, BrokerSettings settings) {
        if (!Repeated.names(asked.changes(), Change::name).isEmpty()) {
            return refused("Error due to duplicate config keys");
        }
        Map<String, Optional<String>> wanted = new HashMap<>();
        asked.changes().forEach(change -> wanted.put(change.name(), Optional.ofNullable(change.value())));
        ConfigResource resource = ConfigNames.stored(asked.resource());
        return ConfigAlteration.replacing(resource, image.config(resource), wanted, settings);
    }

    /** Decides on log levels. */
    static AlterationResult changeLoggers(ConfigAsked asked, LoggerLevels loggers) {
        return unknownOperation(asked.changes())
                .orElseGet(() -> LoggerAlteration.alter(loggers, operations(asked.changes())));
    }

    /** A request that makes no sense. */
    static AlterationResult refused(String message) {
        return new AlterationResult.Refused(Errors.INVALID_REQUEST, message);
    }

    private static Optional<AlterationResult> unknownOperation(List<Change> changes) {
        return changes.stream()
                .filter(change -> ConfigOperation.Kind.of(change.operation()).isEmpty())
                .findFirst()
                .map(change -> refused("Unknown operation type " + change.operation() + " on " + change.name()));
    }

    private static List<ConfigOperation> operations(List<Change> changes) {
        List<ConfigOperation> operations = new ArrayList<>(changes.size());
        for (Change change : changes) {
            ConfigOperation.Kind kind =
                    ConfigOperation.Kind.of(change.operation()).orElseThrow();
            // Tools send an empty value with a removal; it means nothing.
            Optional<String> value =
                    kind == ConfigOperation.Kind.DELETE ? Optional.empty() : Optional.ofNullable(change.value());
            operations.add(new ConfigOperation(change.name(), kind, value));
        }
        return operations;
    }
}
