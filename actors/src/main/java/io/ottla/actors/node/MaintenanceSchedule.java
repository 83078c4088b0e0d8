package io.ottla.actors.node;

import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.partition.Partition;

/**
 * When the node's housekeeping is due: retention every {@code log.retention.check.interval.ms}, checkpoints every {@code
 * log.flush.offset.checkpoint.interval.ms}, a look at followers twice in {@code replica.lag.time.max.ms}. One clock for all partitions, so that an idle one costs no timer (safety rule R8).
 */
final class MaintenanceSchedule {
    private final BrokerParts parts;
    private long retentionDueMs;
    private long checkpointDueMs;
    private long followersDueMs;

    MaintenanceSchedule(BrokerParts parts) {
        this.parts = parts;
        long now = parts.clock().millis();
        BrokerSettings settings = parts.settings().get();
        retentionDueMs = now + settings.getLong("log.initial.task.delay.ms");
        checkpointDueMs = now + settings.getInt("log.flush.offset.checkpoint.interval.ms");
        followersDueMs = now + settings.getLong("replica.lag.time.max.ms") / 2;
    }

    /** Does what is due. */
    void run(LocalReplicas replicas) {
        long now = parts.clock().millis();
        BrokerSettings settings = parts.settings().get();
        if (now >= retentionDueMs) {
            retentionDueMs = now + settings.getLong("log.retention.check.interval.ms");
            replicas.all().forEach(replica -> replica.tell(new Partition.Maintain(now)));
        }
        if (now >= followersDueMs) {
            followersDueMs = now + settings.getLong("replica.lag.time.max.ms") / 2;
            replicas.checkFollowers();
        }
        if (now >= checkpointDueMs) {
            checkpointDueMs = now + settings.getInt("log.flush.offset.checkpoint.interval.ms");
            parts.disks().checkpoint();
        }
    }
}
