package io.ottla.actors.node;

import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.partition.PartitionEvents;
import io.ottla.actors.partition.PartitionRegistry;
import io.ottla.actors.partition.Replication;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the node's actor works on and shows to the rest of the node.
 *
 * @param metadata where it publishes the metadata it has applied
 * @param partitions where it registers its replicas
 * @param settings the settings, kept up to date by it
 * @param disks the log directories with their threads
 * @param replication how its replicas reach those on other nodes
 * @param events told what becomes of the replicas, besides the node's actor itself
 * @param topicsDeleted told the names of topics that were deleted, once the metadata is published without them
 * @param serving completed when the controller lets this node serve
 * @param clock the time
 */
public record BrokerParts(
        MetadataCache metadata,
        PartitionRegistry partitions,
        LiveSettings settings,
        Disks disks,
        Replication replication,
        PartitionEvents events,
        Consumer<Set<String>> topicsDeleted,
        CompletableFuture<@Nullable Void> serving,
        Clock clock) {}
