package io.ottla.actors.group.state;

import io.ottla.actors.coordinator.state.EntityListing;

/**
 * A group in a list of groups.
 *
 * @param protocolType for example {@code consumer}; empty when it has none
 * @param state where it stands, as clients call it
 * @param kind {@link #CLASSIC} or {@link #CONSUMER}
 */
public record GroupListing(String groupId, String protocolType, String state, String kind) implements EntityListing {
    /** The kind of group that the classic protocol makes. */
    public static final String CLASSIC = "classic";

    /** The kind of group that the consumer protocol (KIP-848) makes. */
    public static final String CONSUMER = "consumer";

    @Override
    public String id() {
        return groupId;
    }

    @Override
    public boolean visible() {
        return !state.equals(GroupPhase.DEAD.label());
    }
}
