package io.ottla.protocol.partition;

import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.partition.state.ByteRate;
import java.time.Clock;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds replication back so that moving partitions leaves room for clients (KIP-73): replicas named by a topic, on this node's side, while
 * they are not in sync. Any thread.
 */
public final class ReplicationThrottle {
    private static final String EVERY_REPLICA = "*";

    private final Side side;
    private final int nodeId;
    private final MetadataCache metadata;
    private final Supplier<BrokerSettings> settings;
    private final Clock clock;
    private final ByteRate moved = new ByteRate();

    /** Which end of the copying is held back. */
    public enum Side {
        /** What this node's leaders send. */
        LEADER("leader.replication.throttled.rate", "leader.replication.throttled.replicas"),
        /** What this node's followers fetch. */
        FOLLOWER("follower.replication.throttled.rate", "follower.replication.throttled.replicas");

        private final String rate;
        private final String replicas;

        Side(String rate, String replicas) {
            this.rate = rate;
            this.replicas = replicas;
        }
    }

    /** The throttle of one side of a node. */
    public ReplicationThrottle(
            Side side, int nodeId, MetadataCache metadata, Supplier<BrokerSettings> settings, Clock clock) {
        this.side = side;
        this.nodeId = nodeId;
        this.metadata = metadata;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Whether copying this partition to a follower counts, and may have to wait.
     *
     * @param follower the node that fetches
     */
    public boolean appliesTo(String topic, int partition, int follower) {
        if (bytesPerSecond() == Long.MAX_VALUE) {
            return false;
        }
        MetadataImage image = metadata.image();
        boolean inSync = image.topics()
                .topic(topic)
                .flatMap(known -> known.partition(partition))
                .filter(known -> known.isr().contains(follower))
                .isPresent();
        return !inSync && isNamed(image.config(ConfigResource.topic(topic)).get(side.replicas), partition);
    }

    private boolean isNamed(@Nullable String replicas, int partition) {
        if (replicas == null) {
            return false;
        }
        String own = partition + ":" + nodeId;
        return Arrays.stream(replicas.split(","))
                .map(String::trim)
                .anyMatch(replica -> replica.equals(EVERY_REPLICA) || replica.equals(own));
    }

    /** Takes note of bytes that were copied. */
    public synchronized void moved(long bytes) {
        moved.moved(bytes, bytesPerSecond(), clock.millis());
    }

    /** How long to wait before more is copied, in milliseconds; 0 for not at all. */
    public synchronized long waitMs() {
        return moved.waitMs(bytesPerSecond(), clock.millis());
    }

    private long bytesPerSecond() {
        return settings.get().getLong(side.rate);
    }
}
