package io.ottla.actors.remote;

/**
 * Where a node is reached by other nodes: the address of its actor system.
 *
 * @param host name or address
 * @param port 1 to 65535; 0 in {@link #UNKNOWN} alone
 */
public record NodeAddress(String host, int port) implements Comparable<NodeAddress> {
    /** The address of a node that has not told one. */
    public static final NodeAddress UNKNOWN = new NodeAddress("", 0);

    /** Ordered by host, then port: the order that decides who is lowest (safety rules C6, M1). */
    @Override
    public int compareTo(NodeAddress other) {
        int byHost = host.compareTo(other.host);
        return byHost != 0 ? byHost : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
