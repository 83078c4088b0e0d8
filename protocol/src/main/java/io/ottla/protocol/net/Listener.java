package io.ottla.protocol.net;

/**
 * Where a Kafka port listens.
 *
 * @param name the listener's name, as in {@code listeners=NAME://host:port}
 * @param host a name or address of this machine; empty for all of them
 * @param port a port, or 0 for any free one
 */
public record Listener(String name, String host, int port) {
    public Listener {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("listener " + name + ": no such port: " + port);
        }
    }
}
