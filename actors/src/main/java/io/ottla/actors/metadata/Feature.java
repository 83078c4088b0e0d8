package io.ottla.actors.metadata;

import java.util.Arrays;
import java.util.Optional;

/**
 * The features whose levels a cluster agrees on (KIP-584), by the names and levels of Kafka 4.4. Only what is implemented
 * stands here, because clients take a level as a promise.
 */
public enum Feature {
    /** Eligible leader replicas (KIP-966). */
    ELIGIBLE_LEADER_REPLICAS("eligible.leader.replicas.version", 1, 1),
    /** The consumer protocol (KIP-848). */
    GROUP_VERSION("group.version", 1, 1),
    /** Tools read it as the version of the cluster; the form of our own metadata does not depend on it. */
    METADATA_VERSION("metadata.version", 7, 33),
    /** Transactions that get a new epoch with every end (KIP-890). */
    TRANSACTION_VERSION("transaction.version", 0, 2);

    private final String key;
    private final int min;
    private final int max;

    Feature(String key, int min, int max) {
        this.key = key;
        this.min = min;
        this.max = max;
    }

    /** The feature of this name. */
    public static Optional<Feature> find(String key) {
        return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
    }

    /** Its name. */
    public String key() {
        return key;
    }

    /** The lowest level this version supports. */
    public int min() {
        return min;
    }

    /** The highest level this version supports, and the one that a new cluster has. */
    public int max() {
        return max;
    }

    /** The level the cluster has. */
    public int level(MetadataImage image) {
        Integer set = image.features().get(key);
        return set == null ? max : set;
    }
}
