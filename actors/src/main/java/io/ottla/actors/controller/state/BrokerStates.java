package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;

/** What the brokers of an image may do for a partition. */
record BrokerStates(MetadataImage image) {
    /** Registered, unfenced and not about to leave: may be elected, and may enter an ISR (KIP-841). */
    boolean isActive(int id) {
        return image.liveBroker(id)
                .filter(broker -> !broker.inControlledShutdown())
                .isPresent();
    }

    /** Unfenced: goes on with what it does, also while it leaves. */
    boolean isUnfenced(int id) {
        return image.liveBroker(id).isPresent();
    }

    /** Whether this is the registered process of the broker; an epoch of -1 is not known and agrees (KIP-903). */
    boolean isCurrent(int id, long brokerEpoch) {
        BrokerImage broker = image.brokers().get(id);
        return broker != null && (brokerEpoch == -1 || broker.epoch() == brokerEpoch);
    }
}
