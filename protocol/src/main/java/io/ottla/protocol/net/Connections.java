package io.ottla.protocol.net;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The open connections of a port, and how many more may come. Any thread. */
final class Connections {
    private final KafkaPortSettings settings;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger admitted = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> admittedByAddress = new ConcurrentHashMap<>();

    Connections(KafkaPortSettings settings) {
        this.settings = settings;
    }

    /** Takes a place for a connection from this address, if there is one; it is given back by {@link #leave}. */
    boolean admit(InetAddress address) {
        if (admitted.incrementAndGet() > settings.maxConnections()) {
            admitted.decrementAndGet();
            return false;
        }
        if (admittedByAddress.merge(address, 1, Integer::sum) > settings.maxConnectionsFrom(address)) {
            leave(address);
            return false;
        }
        return true;
    }

    /** Gives a place back. */
    void leave(InetAddress address) {
        admitted.decrementAndGet();
        admittedByAddress.computeIfPresent(address, (unused, count) -> count == 1 ? null : count - 1);
    }

    void add(Connection connection) {
        open.add(connection);
    }

    void remove(Connection connection) {
        open.remove(connection);
    }

    /** A live view of the open connections. */
    Collection<Connection> open() {
        return open;
    }
}
