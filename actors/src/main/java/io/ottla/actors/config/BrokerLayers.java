package io.ottla.actors.config;

import java.util.HashMap;
import java.util.Map;

/**
 * The values of a broker by where they come from, as texts.
 *
 * @param statics from its file
 * @param clusterWide dynamic, for all brokers
 * @param perBroker dynamic, for this one
 */
record BrokerLayers(Map<String, String> statics, Map<String, String> clusterWide, Map<String, String> perBroker) {
    BrokerLayers {
        statics = Map.copyOf(statics);
        clusterWide = Map.copyOf(clusterWide);
        perBroker = Map.copyOf(perBroker);
    }

    BrokerLayers withDynamic(Map<String, String> nowClusterWide, Map<String, String> nowPerBroker) {
        return new BrokerLayers(statics, nowClusterWide, nowPerBroker);
    }

    /**
     * What holds: a dynamic value hides the static ones of all its synonyms, so that a dynamic {@code
     * log.retention.ms} beats hours in the file.
     */
    Map<String, String> merged() {
        Map<String, String> merged = new HashMap<>(statics);
        overlay(merged, clusterWide);
        overlay(merged, perBroker);
        return merged;
    }

    private static void overlay(Map<String, String> merged, Map<String, String> dynamic) {
        dynamic.keySet().forEach(name -> BrokerSynonyms.overriddenBy(name).forEach(merged::remove));
        merged.putAll(dynamic);
    }
}
