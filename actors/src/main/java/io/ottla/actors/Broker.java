package io.ottla.actors;

import io.ottla.actors.access.Authorizer;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.controller.ControllerClient;
import io.ottla.actors.group.GroupCoordinators;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.partition.PartitionRegistry;
import io.ottla.actors.producer.ProducerIds;
import io.ottla.actors.transaction.TransactionCoordinators;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * One node's broker as its front doors see it. Everything in it may be used from any thread.
 *
 * @param nodeId the node's id
 * @param clusterId the cluster it belongs to
 * @param metadata the metadata it has applied
 * @param partitions its replicas
 * @param controller the way to the cluster's controller
 * @param groups the group coordinators it hosts
 * @param transactions the transaction coordinators it hosts
 * @param producerIds hands out producer ids
 * @param authorizer says who may do what
 * @param settings its settings with the dynamic ones applied; ask anew each time
 * @param diskReads runs reads that may wait for a disk
 * @param logDirs what its log directories hold
 * @param quorum the metadata journal
 * @param clock the time
 */
public record Broker(
        int nodeId,
        String clusterId,
        MetadataCache metadata,
        PartitionRegistry partitions,
        ControllerClient controller,
        GroupCoordinators groups,
        TransactionCoordinators transactions,
        ProducerIds producerIds,
        Authorizer authorizer,
        Supplier<BrokerSettings> settings,
        Executor diskReads,
        LogDirs logDirs,
        Quorum quorum,
        Clock clock) {}
