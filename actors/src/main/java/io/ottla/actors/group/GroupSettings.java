package io.ottla.actors.group;

import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.group.state.GroupLimits;
import java.time.Duration;

/**
 * The broker's settings that concern groups, as a shard takes them up when its term begins.
 *
 * @param limits what a group may cost and how long things take
 * @param maxBatchBytes the largest batch the offsets topic takes (message.max.bytes)
 * @param retentionCheckInterval how often expired offsets are looked for (offsets.retention.check.interval.ms)
 */
record GroupSettings(GroupLimits limits, int maxBatchBytes, Duration retentionCheckInterval) {
    static GroupSettings from(BrokerSettings settings) {
        int maxBatchBytes = settings.getInt("message.max.bytes");
        GroupLimits limits = new GroupLimits(
                settings.getInt("group.min.session.timeout.ms"),
                settings.getInt("group.max.session.timeout.ms"),
                settings.getInt("group.max.size"),
                maxBatchBytes,
                settings.getInt("group.initial.rebalance.delay.ms"),
                settings.getInt("offset.metadata.max.bytes"),
                settings.offsetsRetentionMs());
        return new GroupSettings(
                limits, maxBatchBytes, Duration.ofMillis(settings.getLong("offsets.retention.check.interval.ms")));
    }
}
