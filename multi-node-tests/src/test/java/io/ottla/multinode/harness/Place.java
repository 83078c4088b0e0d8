package io.ottla.multinode.harness;

import java.util.List;

/**
 * Where a node runs.
 *
 * @param addresses where it shall listen; port 0 takes a free one
 * @param inside what is put before its command, to run it in a network of its own; nothing otherwise
 */
public record Place(NodeAddresses addresses, List<String> inside) {
    /** On this machine, wherever there is room. */
    static final Place ON_FREE_PORTS = new Place(NodeAddresses.ANY_FREE, List.of());

    public Place {
        inside = List.copyOf(inside);
    }

    /** Where a node of a test's own network runs, on the usual ports. */
    static Place in(NodeNetwork network, int node) {
        String host = network.host(node);
        return new Place(new NodeAddresses(host + ":9092", host + ":8080"), network.inside(node));
    }
}
