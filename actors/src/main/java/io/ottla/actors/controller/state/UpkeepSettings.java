package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataImage;

/**
 * What the controller does by itself.
 *
 * @param healAfterMs how long a broker must be gone before its replicas are created anew elsewhere; 0 for never
 * @param balanceLeaders auto.leader.rebalance.enable
 * @param balanceEveryMs leader.imbalance.check.interval.seconds, in milliseconds
 */
public record UpkeepSettings(long healAfterMs, boolean balanceLeaders, long balanceEveryMs) {
    static final String HEAL_AFTER = "ottla.self.heal.after.ms";

    /** The documented defaults. */
    public static final UpkeepSettings DEFAULT = new UpkeepSettings(600_000, true, 300_000);

    /** {@link #healAfterMs}, unless the cluster has set another value meanwhile. */
    long healAfterMs(MetadataImage image) {
        String set =
                image.config(new ConfigResource(ConfigResource.Type.BROKER, "")).get(HEAL_AFTER);
        return set == null ? healAfterMs : Long.parseLong(set.trim());
    }
}
