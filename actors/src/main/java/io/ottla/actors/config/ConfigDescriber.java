package io.ottla.actors.config;

import io.ottla.actors.metadata.ConfigResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Describes the settings of a resource as DescribeConfigs answers them: values, where they come from, and what would
 * hold without the strongest. The caller leaves out what a request did not ask for.
 */
public final class ConfigDescriber {
    private ConfigDescriber() {}

    /**
     * All settings of a resource, ordered by name.
     *
     * @param resource a topic, this broker, all brokers (empty name), a group or a subscription; whether it exists is
     *     the caller's business
     * @param overrides the dynamic values stored for it; a broker's own are in {@code broker} already
     * @param broker the settings of the answering broker
     */
    public static List<DescribedConfig> describe(
            ConfigResource resource, Map<String, String> overrides, BrokerSettings broker) {
        return switch (resource.type()) {
            case TOPIC -> topic(overrides, broker);
            case BROKER ->
                resource.name().isEmpty() ? BrokerDescriber.clusterDefaults(overrides) : BrokerDescriber.broker(broker);
            case GROUP -> group(overrides, broker);
            case CLIENT_METRICS -> clientMetrics(overrides);
        };
    }

    /** The levels of all loggers. They have neither type nor synonyms. */
    public static List<DescribedConfig> loggers(LoggerLevels loggers) {
        return loggers.levels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(logger -> new DescribedConfig(
                        logger.getKey(),
                        Optional.of(logger.getValue()),
                        ConfigSource.DYNAMIC_BROKER_LOGGER,
                        false,
                        false,
                        List.of(),
                        Optional.empty(),
                        Optional.of("")))
                .toList();
    }

    private static List<DescribedConfig> topic(Map<String, String> overrides, BrokerSettings broker) {
        SettingValues values = TopicSettings.values(overrides, broker);
        return describe(
                Catalogue.TOPIC,
                overrides,
                values,
                ConfigSource.DYNAMIC_TOPIC,
                setting -> TopicDefaults.brokerNameOf(setting.name())
                        .map(name -> BrokerDescriber.synonyms(name, broker.layers()))
                        .orElse(List.of()));
    }

    private static List<DescribedConfig> group(Map<String, String> overrides, BrokerSettings broker) {
        SettingValues values = GroupSettings.values(overrides, broker);
        return describe(
                Catalogue.GROUP,
                overrides,
                values,
                ConfigSource.GROUP,
                setting -> GroupDefaults.brokerNameOf(setting.name())
                        .map(name -> BrokerDescriber.synonyms(name, broker.layers()))
                        .orElseGet(() -> ownDefault(setting)));
    }

    private static List<ConfigSynonym> ownDefault(Setting setting) {
        return List.of(new ConfigSynonym(setting.name(), setting.defaultText(), ConfigSource.DEFAULT));
    }

    private static List<DescribedConfig> clientMetrics(Map<String, String> overrides) {
        SettingValues values = new SettingValues(
                Catalogue.CLIENT_METRICS, OverrideCheck.readable(Catalogue.CLIENT_METRICS, overrides));
        return describe(Catalogue.CLIENT_METRICS, overrides, values, ConfigSource.CLIENT_METRICS, setting -> List.of());
    }

    private static List<DescribedConfig> describe(
            Catalogue catalogue,
            Map<String, String> overrides,
            SettingValues values,
            ConfigSource own,
            Inherited inherited) {
        List<DescribedConfig> described = new ArrayList<>();
        for (Setting setting : catalogue.all()) {
            boolean overridden = overrides.containsKey(setting.name());
            if (overridden || !setting.internal()) {
                List<ConfigSynonym> synonyms = new ArrayList<>();
                Optional<String> value = values.find(setting.name()).map(setting::render);
                if (overridden) {
                    synonyms.add(new ConfigSynonym(setting.name(), value, own));
                }
                synonyms.addAll(inherited.synonyms(setting));
                described.add(described(setting, value, synonyms));
            }
        }
        return described;
    }

    private static DescribedConfig described(Setting setting, Optional<String> value, List<ConfigSynonym> synonyms) {
        return new DescribedConfig(
                setting.name(),
                value,
                synonyms.isEmpty() ? ConfigSource.DEFAULT : synonyms.get(0).source(),
                false,
                setting.sensitive(),
                synonyms,
                Optional.of(setting.type()),
                Optional.of(setting.documentation()));
    }

    /** The values a setting has without an own one, the strongest first. */
    private interface Inherited {
        List<ConfigSynonym> synonyms(Setting setting);
    }
}
