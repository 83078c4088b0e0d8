package io.ottla.actors.membership;

import io.ottla.actors.remote.NodeAddress;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The brokers that this node knows from the cluster's metadata. Thread-safe. */
@FunctionalInterface
public interface BrokerDirectory {
    /** Before the metadata is known. */
    BrokerDirectory EMPTY = List::of;

    /** Every registered broker. */
    Collection<Entry> brokers();

    /**
     * A registered broker.
     *
     * @param id its node id
     * @param incarnation of its process
     * @param kafka where clients reach it
     * @param control where other nodes reach it
     * @param live whether it is not fenced
     */
    record Entry(int id, UUID incarnation, NodeAddress kafka, NodeAddress control, boolean live) {}
}
