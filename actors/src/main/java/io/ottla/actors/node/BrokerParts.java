package io.ottla.actors.node;

import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.partition.PartitionEvents;
import io.ottla.actors.partition.PartitionRegistry;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the node's actor works on and shows to the rest of the node.
 *
 * @param metadata where it publishes the metadata it has applied
 * @param partitions where it registers its replicas
 * @param settings the settings, kept up to date by it
 * @param disks the log directories with their threads
 * @param events told what becomes of the replicas, besides the node's actor itself
 * @param serving completed when the controller lets this node serve
 * @param clock the time
 */
public record BrokerParts(
        MetadataCache metadata,
        PartitionRegistry partitions,
        LiveSettings settings,
        Disks disks,
        PartitionEvents events,
        CompletableFuture<@Nullable Void> serving,
        Clock clock) {}
