package io.ottla.actors.group.state;

import io.ottla.actors.coordinator.state.EntityListing;

/**
 * A group in a list of groups.
 *
 * @param protocolType for example {@code consumer}; empty when it has none
 * @param kind {@code classic} for all there are yet
 */
public record GroupListing(String groupId, String protocolType, GroupPhase phase, String kind)
        implements EntityListing {
    /** The kind of group that the classic protocol makes. */
    public static final String CLASSIC = "classic";

    @Override
    public String id() {
        return groupId;
    }

    @Override
    public boolean visible() {
        return phase != GroupPhase.DEAD;
    }
}
