package io.ottla.server;

import io.ottla.actors.remote.NodeAddress;
import java.util.List;
import java.util.Optional;

/**
 * How a node finds its cluster.
 *
 * @param join addresses of nodes to ask, as these call themselves; it may hold this node's own
 * @param bootstrapExpect how many nodes begin a cluster together, if told
 * @param advertise the host by which others reach this node, if it is not the one it listens on
 */
public record JoinOptions(List<HostAndPort> join, Optional<Integer> bootstrapExpect, Optional<String> advertise) {
    /** A node alone. */
    public static final JoinOptions ALONE = new JoinOptions(List.of(), Optional.empty(), Optional.empty());

    public JoinOptions {
        join = List.copyOf(join);
    }

    /** A node that begins a cluster with the others at these addresses, its own among them. */
    public static JoinOptions together(List<HostAndPort> addresses) {
        return new JoinOptions(addresses, Optional.empty(), Optional.empty());
    }

    /** The addresses to ask. */
    List<NodeAddress> addresses() {
        return join.stream().map(HostAndPort::nodeAddress).toList();
    }

    /**
     * How many nodes begin the cluster: what was told, or as many as {@code --join} names if this node is one of them. 0 if
     * the node only joins.
     *
     * @param own where this node is reached
     * @throws StartFailure if it would begin a cluster alone although it is to join another node
     */
    int expected(HostAndPort own) {
        List<NodeAddress> addresses = addresses();
        boolean alone = addresses.stream().allMatch(own.nodeAddress()::equals);
        int expected = bootstrapExpect.orElseGet(() -> addresses.contains(own.nodeAddress()) ? addresses.size() : 0);
        if (alone) {
            if (bootstrapExpect.orElse(1) != 1) {
                throw StartFailure.usage("--bootstrap-expect " + expected
                        + " needs --join HOST:PORT,... with the addresses of the nodes that begin the cluster");
            }
            return 1;
        }
        if (expected == 1 || expected < 0) {
            throw StartFailure.usage("--bootstrap-expect " + expected
                    + " would begin a cluster of its own, but --join names other nodes: leave one of the two out");
        }
        return expected;
    }
}
