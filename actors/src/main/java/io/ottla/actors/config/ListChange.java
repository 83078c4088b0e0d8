package io.ottla.actors.config;

import io.ottla.actors.metadata.ConfigResource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.protocol.Errors;

/**
 * Adds elements to settings of type LIST and takes them away; each element is there at most once, and order is kept.
 */
final class ListChange {
    private ListChange() {}

    /** Changes one of the values, starting from the setting's default where it has none, or says why not. */
    static Optional<AlterationResult.Refused> apply(
            ConfigResource resource, ConfigOperation operation, Map<String, String> values) {
        String name = operation.name();
        Optional<Setting> list =
                setting(resource.type(), name).filter(setting -> setting.type() == ConfigDef.Type.LIST);
        if (list.isEmpty()) {
            return notList(resource.type(), operation);
        }
        List<String> elements = new ArrayList<>(
                Optional.ofNullable(values.get(name)).map(ListChange::split).orElseGet(() -> defaults(list.get())));
        List<String> operands = split(operation.value().orElseThrow());
        if (operation.kind() == ConfigOperation.Kind.APPEND) {
            operands.stream()
                    .filter(operand -> !elements.contains(operand))
                    .distinct()
                    .forEach(elements::add);
        } else {
            elements.removeAll(operands);
        }
        values.put(name, String.join(",", elements));
        return Optional.empty();
    }

    private static Optional<Setting> setting(ConfigResource.Type type, String name) {
        return switch (type) {
            case TOPIC -> Catalogue.TOPIC.find(name);
            case BROKER -> ListenerPrefix.setting(name);
            case GROUP -> Catalogue.GROUP.find(name);
            case CLIENT_METRICS -> Catalogue.CLIENT_METRICS.find(name);
        };
    }

    private static List<String> defaults(Setting setting) {
        return setting.defaultText().map(ListChange::split).orElse(List.of());
    }

    private static List<String> split(String value) {
        return Arrays.stream(value.split(","))
                .map(String::trim)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private static Optional<AlterationResult.Refused> notList(ConfigResource.Type type, ConfigOperation operation) {
        String kind = operation.kind().name();
        String message = type == ConfigResource.Type.BROKER
                ? "Config value " + kind.toLowerCase(Locale.ROOT) + " is not allowed for config key: "
                        + operation.name()
                : "Can't " + kind + " to key " + operation.name() + " because its type is not LIST.";
        return ConfigAlteration.refused(Errors.INVALID_CONFIG, message);
    }
}
