package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataImage;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The brokers that an operator takes out of the cluster: they get no new replicas, those they have move away, and they count
 * for no vote. A dynamic setting of the whole cluster, so that it can be set when the broker itself is down.
 */
public final class DrainedBrokers {
    /** The setting: a list of broker ids. */
    public static final String SETTING = "ottla.decommission.brokers";

    private static final ConfigResource ALL_BROKERS = new ConfigResource(ConfigResource.Type.BROKER, "");

    private DrainedBrokers() {}

    /** Their ids, registered or not. */
    public static Set<Integer> of(MetadataImage image) {
        String list = image.config(ALL_BROKERS).getOrDefault(SETTING, "");
        return Arrays.stream(list.split(","))
                .map(String::trim)
                .filter(one -> !one.isEmpty())
                .map(Integer::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }
}
