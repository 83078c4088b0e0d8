package io.ottla.actors.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Describes a broker's settings and where their values come from. */
final class BrokerDescriber {
    private BrokerDescriber() {}

    /** All settings of a broker, ordered by name, with those it was given and does not know. */
    static List<DescribedConfig> broker(BrokerSettings broker) {
        Collection<String> names = new TreeSet<>(broker.layers().merged().keySet());
        Catalogue.BROKER.all().stream()
                .filter(setting -> !setting.internal() && !setting.dynamicOnly())
                .forEach(setting -> names.add(setting.name()));
        return names.stream().map(name -> describe(name, broker)).toList();
    }

    /** The dynamic defaults of all brokers; nothing else is known about brokers in general. */
    static List<DescribedConfig> clusterDefaults(Map<String, String> clusterWide) {
        return new TreeSet<>(clusterWide.keySet())
                .stream()
                        .map(name -> {
                            Optional<String> value = shown(name, clusterWide.get(name));
                            ConfigSynonym only = new ConfigSynonym(name, value, ConfigSource.DYNAMIC_DEFAULT_BROKER);
                            return described(name, value, List.of(only));
                        })
                        .toList();
    }

    private static DescribedConfig describe(String name, BrokerSettings broker) {
        Optional<Setting> setting = ListenerPrefix.setting(name);
        Optional<String> value = setting.filter(known -> !known.sensitive())
                .flatMap(known -> value(name, known, broker).map(known::render));
        return described(name, value, synonyms(name, broker.layers()));
    }

    private static Optional<Object> value(String name, Setting setting, BrokerSettings broker) {
        return setting.name().equals(name)
                ? broker.values().find(name)
                : Optional.ofNullable(broker.layers().merged().get(name)).map(setting::parse);
    }

    private static DescribedConfig described(String name, Optional<String> value, List<ConfigSynonym> synonyms) {
        Optional<Setting> setting = ListenerPrefix.setting(name);
        Optional<Setting> unprefixed = Catalogue.BROKER.find(name);
        return new DescribedConfig(
                name,
                value,
                synonyms.isEmpty() ? ConfigSource.DEFAULT : synonyms.get(0).source(),
                unprefixed.map(Setting::updateMode).orElse(UpdateMode.READ_ONLY) == UpdateMode.READ_ONLY,
                isSensitive(setting),
                synonyms,
                setting.map(Setting::type),
                unprefixed.map(Setting::documentation));
    }

    /**
     * All values for a setting: for each source, from the strongest, those of its synonyms. As Kafka does, what comes
     * before the first value of the very name is left out; so a setting without any value of its own has no synonyms.
     */
    static List<ConfigSynonym> synonyms(String name, BrokerLayers layers) {
        List<String> names = BrokerSynonyms.of(name);
        List<ConfigSynonym> found = new ArrayList<>();
        collect(names, layers.perBroker(), ConfigSource.DYNAMIC_BROKER, found);
        collect(names, layers.clusterWide(), ConfigSource.DYNAMIC_DEFAULT_BROKER, found);
        collect(names, layers.statics(), ConfigSource.STATIC_BROKER, found);
        for (String synonym : names) {
            Catalogue.BROKER
                    .find(synonym)
                    .filter(setting -> !setting.dynamicOnly())
                    .flatMap(Setting::defaultText)
                    .ifPresent(
                            text -> found.add(new ConfigSynonym(synonym, shown(synonym, text), ConfigSource.DEFAULT)));
        }
        return found.stream().dropWhile(synonym -> !synonym.name().equals(name)).toList();
    }

    private static void collect(
            List<String> names, Map<String, String> layer, ConfigSource source, List<ConfigSynonym> found) {
        for (String name : names) {
            if (layer.containsKey(name)) {
                found.add(new ConfigSynonym(name, shown(name, layer.get(name)), source));
            }
        }
    }

    private static Optional<String> shown(String name, @Nullable String value) {
        return isSensitive(ListenerPrefix.setting(name)) ? Optional.empty() : Optional.ofNullable(value);
    }

    /** Nobody knows what an unknown setting holds: it is not shown. */
    private static boolean isSensitive(Optional<Setting> setting) {
        return setting.map(Setting::sensitive).orElse(true);
    }
}
