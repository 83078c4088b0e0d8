package io.ottla.actors.transaction.state;

import io.ottla.actors.coordinator.state.EntityListing;

/**
 * A transactional id in a list.
 *
 * @param startMs when its open transaction began, wall clock; -1 for none
 */
public record TransactionListing(String id, TransactionPhase phase, long producerId, long startMs)
        implements EntityListing {
    @Override
    public boolean visible() {
        return phase != TransactionPhase.DEAD;
    }
}
