package io.ottla.actors.metadata;

import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The cluster's metadata at one point of the controller's log. Immutable; brokers advance from one image to the next by
 * committed events, in order.
 *
 * @param sequenceNr the last event in it
 * @param controllerId the node whose controller wrote it, -1 before the first
 * @param controllerEpoch the epoch of that controller
 * @param brokers the registered brokers by id
 * @param topics all topics
 * @param configs dynamic settings by resource
 * @param nextProducerId the first producer id not yet handed out
 * @param features the levels that were set for features of the cluster, by name; others are at their default
 */
public record MetadataImage(
        long sequenceNr,
        int controllerId,
        long controllerEpoch,
        PMap<Integer, BrokerImage> brokers,
        TopicsImage topics,
        PMap<ConfigResource, PMap<String, String>> configs,
        long nextProducerId,
        PMap<String, Integer> features) {

    /** Before the first event. */
    public static final MetadataImage EMPTY = new MetadataImage(
            0, -1, 0, HashTreePMap.empty(), TopicsImage.EMPTY, HashTreePMap.empty(), 0, HashTreePMap.empty());

    /** A broker that is registered and not fenced. */
    public Optional<BrokerImage> liveBroker(int id) {
        return Optional.ofNullable(brokers.get(id)).filter(broker -> !broker.fenced());
    }

    /** The dynamic settings of a resource, empty when it has none. */
    public Map<String, String> config(ConfigResource resource) {
        PMap<String, String> found = configs.get(resource);
        return found == null ? Map.of() : found;
    }
}
