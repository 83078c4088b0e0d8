package io.ottla.actors.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells names of broker settings from typing errors. */
final class NameCheck {
    /** Names that plugins of Kafka's broker read; they are kept for tools that look for them. */
    private static final List<String> PLUGIN_PREFIXES =
            List.of("rsm.config.", "rlmm.config.", "config.providers.", "confluent.", "strimzi.", "cruise.control.");

    private static final List<String> PLUGIN_NAMES = List.of("super.users", "allow.everyone.if.no.acl.found");

    /** Names that Kafka no longer knows, but that stand in files written for it. */
    private static final Map<String, String> REMOVED = Map.of(
            "inter.broker.protocol.version", "Kafka 4.0 removed it",
            "log.message.format.version", "Kafka 4.0 removed it",
            "log.message.downconversion.enable", "Kafka 4.0 removed it",
            "log.message.timestamp.difference.max.ms", "Kafka 4.0 removed it: use log.message.timestamp.before.max.ms",
            "control.plane.listener.name", "Kafka 4.0 removed it",
            "broker.id.generation.enable", "Kafka 4.0 removed it: use node.id",
            "reserved.broker.max.id", "Kafka 4.0 removed it");

    private static final String ZOOKEEPER = "zookeeper.";

    private NameCheck() {}

    /** Whether a name belongs to a plugin of Kafka's broker. */
    static boolean isPlugins(String name) {
        return PLUGIN_NAMES.contains(name) || PLUGIN_PREFIXES.stream().anyMatch(name::startsWith);
    }

    /** Why a name that is not in the catalogue is ignored; empty if it is in the catalogue or unknown. */
    static Optional<String> whyIgnored(String name) {
        if (isPlugins(name)) {
            return Optional.of("It belongs to a plugin; plugins of Kafka's broker are not loaded.");
        }
        if (name.startsWith(ZOOKEEPER)) {
            return Optional.of("There is no ZooKeeper.");
        }
        @Nullable String removed = REMOVED.get(name);
        return Optional.ofNullable(removed).map(reason -> reason + ".");
    }

    /** What is wrong with a name that nobody knows, with the nearest known one; empty if it is known. */
    static Optional<String> findFault(String name) {
        if (ListenerPrefix.setting(name).isPresent() || whyIgnored(name).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("unknown setting " + name + ": " + advice(name));
    }

    private static String advice(String name) {
        Optional<String> synonym = TopicDefaults.brokerNameOf(name);
        if (synonym.isPresent()) {
            return "this is a setting of topics; its default for all topics is " + synonym.get();
        }
        return NearestName.among(Catalogue.BROKER.names(), name)
                .map(nearest -> "did you mean " + nearest + "? Correct or remove it")
                .orElse("remove it");
    }
}
