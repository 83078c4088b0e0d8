package io.ottla.actors.node;

import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.partition.state.Brokers;

/** The brokers as this node's metadata knows them. Any thread. */
final class KnownBrokers implements Brokers {
    private static final long ANY_EPOCH = -1;

    private final MetadataCache metadata;

    KnownBrokers(MetadataCache metadata) {
        this.metadata = metadata;
    }

    @Override
    public boolean mayBeInSync(int brokerId, long brokerEpoch) {
        BrokerImage broker = metadata.image().brokers().get(brokerId);
        return broker != null
                && !broker.fenced()
                && !broker.inControlledShutdown()
                && (brokerEpoch == ANY_EPOCH || brokerEpoch == broker.epoch());
    }

    @Override
    public boolean isAlive(int brokerId) {
        return metadata.image().liveBroker(brokerId).isPresent();
    }
}
