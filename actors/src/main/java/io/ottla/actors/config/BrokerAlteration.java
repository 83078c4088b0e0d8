package io.ottla.actors.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.protocol.Errors;

/** What may change about a broker while it runs (KIP-226). Refusals are INVALID_REQUEST, as Kafka's are. */
final class BrokerAlteration {
    private BrokerAlteration() {}

    /**
     * What is wrong with dynamic values that a broker is to have; empty if nothing is.
     *
     * @param brokerName the broker's number; empty for all brokers
     * @param changed the settings that get a new value, ordered
     * @param wanted all dynamic values after the change
     * @param broker the settings of the deciding broker
     */
    static Optional<AlterationResult.Refused> findFault(
            String brokerName, Collection<String> changed, Map<String, String> wanted, BrokerSettings broker) {
        return unknown(changed)
                .or(() -> refuse("Cannot update these configs dynamically: ", changed, BrokerAlteration::isReadOnly))
                .or(() -> brokerName.isEmpty()
                        ? refuse(
                                "Cannot update these configs at default cluster level, broker id must be specified: ",
                                changed,
                                BrokerAlteration::isOfOneBroker)
                        : Optional.empty())
                .or(() -> refuse(
                        "These security configs can be dynamically updated only per-listener using the listener prefix: ",
                        changed,
                        BrokerAlteration::needsListener))
                .or(() -> wrongValues(brokerName, wanted, broker));
    }

    private static Optional<AlterationResult.Refused> unknown(Collection<String> names) {
        return names.stream()
                .flatMap(name -> NameCheck.findFault(name).stream())
                .findFirst()
                .flatMap(message -> ConfigAlteration.refused(Errors.INVALID_CONFIG, message));
    }

    private static Optional<AlterationResult.Refused> refuse(
            String because, Collection<String> names, Predicate<String> wrong) {
        List<String> refused = names.stream().filter(wrong).toList();
        return refused.isEmpty()
                ? Optional.empty()
                : ConfigAlteration.refused(Errors.INVALID_REQUEST, because + refused);
    }

    private static boolean isReadOnly(String name) {
        return ListenerPrefix.setting(name)
                .map(setting -> setting.updateMode() == UpdateMode.READ_ONLY)
                .orElse(false);
    }

    private static boolean isOfOneBroker(String name) {
        return ListenerPrefix.setting(name)
                        .map(setting -> setting.updateMode() == UpdateMode.PER_BROKER)
                        .orElse(false)
                || ListenerPrefix.strip(name).isPresent();
    }

    /** Key stores and trust stores are reloaded for one listener, never for all at once. */
    private static boolean needsListener(String name) {
        return ListenerPrefix.strip(name).isEmpty()
                && (name.startsWith("ssl.keystore.")
                        || name.startsWith("ssl.truststore.")
                        || name.equals("ssl.key.password"));
    }

    private static Optional<AlterationResult.Refused> wrongValues(
            String brokerName, Map<String, String> wanted, BrokerSettings broker) {
        BrokerLayers now = broker.layers();
        BrokerLayers then = brokerName.isEmpty()
                ? now.withDynamic(wanted, now.perBroker())
                : now.withDynamic(now.clusterWide(), wanted);
        List<String> problems = new ArrayList<>();
        ParsedValues.parse(wanted, problems);
        if (problems.isEmpty()) {
            SettingValues values =
                    new SettingValues(Catalogue.BROKER, ParsedValues.parse(then.merged(), new ArrayList<>()));
            problems.addAll(BrokerRules.findFaults(values));
        }
        return problems.stream()
                .findFirst()
                .flatMap(message -> ConfigAlteration.refused(Errors.INVALID_REQUEST, message));
    }
}
