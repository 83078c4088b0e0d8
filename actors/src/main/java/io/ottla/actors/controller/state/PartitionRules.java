package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataImage;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a topic's settings say about its partitions' leaders.
 *
 * @param minInSync min.insync.replicas as configured; {@link io.ottla.actors.metadata.PartitionImage#minInSync} clamps it
 * @param unclean whether a replica that misses records may lead when nobody else is left
 */
public record PartitionRules(int minInSync, boolean unclean) {
    static final String MIN_IN_SYNC = "min.insync.replicas";
    static final String UNCLEAN = "unclean.leader.election.enable";

    private static final ConfigResource ALL_BROKERS = new ConfigResource(ConfigResource.Type.BROKER, "");

    /** Kafka's defaults. */
    public static final PartitionRules DEFAULT = new PartitionRules(1, false);

    /** The rules of a topic: its own values over those of the cluster over this node's. */
    PartitionRules of(MetadataImage image, String topic) {
        Map<String, String> own = image.config(ConfigResource.topic(topic));
        Map<String, String> cluster = image.config(ALL_BROKERS);
        return new PartitionRules(
                find(MIN_IN_SYNC, own, cluster, Integer::valueOf).orElse(minInSync),
                find(UNCLEAN, own, cluster, Boolean::valueOf).orElse(unclean));
    }

    /** Whether partitions have to be looked at again when a setting of this name changes. */
    static boolean readsSetting(String name) {
        return name.equals(MIN_IN_SYNC) || name.equals(UNCLEAN);
    }

    private static <T> Optional<T> find(
            String name, Map<String, String> own, Map<String, String> cluster, Function<String, T> parse) {
        return Optional.ofNullable(own.getOrDefault(name, cluster.get(name)))
                .map(String::trim)
                .map(parse);
    }
}
