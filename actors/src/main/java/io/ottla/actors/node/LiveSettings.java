package io.ottla.actors.node;

import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataImage;
import java.util.function.Supplier;

/** The node's settings as they are now: what it was started with, and over that what the cluster's metadata says. */
public final class LiveSettings implements Supplier<BrokerSettings> {
    private final int nodeId;
    private final BrokerSettings started;
    private volatile BrokerSettings current;

    /** The settings a node was started with. */
    public LiveSettings(int nodeId, BrokerSettings started) {
        this.nodeId = nodeId;
        this.started = started;
        this.current = started;
    }

    @Override
    public BrokerSettings get() {
        return current;
    }

    void refresh(MetadataImage image) {
        current = started.withDynamic(
                image.config(new ConfigResource(ConfigResource.Type.BROKER, "")),
                image.config(new ConfigResource(ConfigResource.Type.BROKER, String.valueOf(nodeId))));
    }
}
