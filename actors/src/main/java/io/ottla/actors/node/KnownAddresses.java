package io.ottla.actors.node;

import io.ottla.actors.membership.BrokerDirectory;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.remote.NodeAddress;
import java.util.Collection;

/** Where the brokers of this node's metadata are. Any thread. */
final class KnownAddresses implements BrokerDirectory {
    private final MetadataCache metadata;

    KnownAddresses(MetadataCache metadata) {
        this.metadata = metadata;
    }

    @Override
    public Collection<Entry> brokers() {
        return metadata.image().brokers().values().stream()
                .map(broker -> new Entry(
                        broker.id(),
                        broker.incarnation(),
                        new NodeAddress(broker.host(), broker.port()),
                        broker.control(),
                        !broker.fenced()))
                .toList();
    }
}
