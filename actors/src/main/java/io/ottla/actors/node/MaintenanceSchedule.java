package io.ottla.actors.node;

import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import java.util.Collection;

/**
 * When the node's housekeeping is due: retention every {@code log.retention.check.interval.ms}, checkpoints every {@code
 * log.flush.offset.checkpoint.interval.ms}. One clock for all partitions, so that an idle one costs no timer (safety rule R8).
 */
final class MaintenanceSchedule {
    private final BrokerParts parts;
    private long retentionDueMs;
    private long checkpointDueMs;

    MaintenanceSchedule(BrokerParts parts) {
        this.parts = parts;
        long now = parts.clock().millis();
        BrokerSettings settings = parts.settings().get();
        retentionDueMs = now + settings.getLong("log.initial.task.delay.ms");
        checkpointDueMs = now + settings.getInt("log.flush.offset.checkpoint.interval.ms");
    }

    /** Does what is due. */
    void run(Collection<PartitionHandle> replicas) {
        long now = parts.clock().millis();
        BrokerSettings settings = parts.settings().get();
        if (now >= retentionDueMs) {
            retentionDueMs = now + settings.getLong("log.retention.check.interval.ms");
            replicas.forEach(replica -> replica.tell(new Partition.Maintain(now)));
        }
        if (now >= checkpointDueMs) {
            checkpointDueMs = now + settings.getInt("log.flush.offset.checkpoint.interval.ms");
            parts.disks().checkpoint();
        }
    }
}
