package io.ottla.server;

import io.ottla.actors.remote.NodeAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An address to listen on or to connect to.
 *
 * @param host a host name or address, without the brackets of IPv6; 0.0.0.0 for every interface
 * @param port 0 to 65535, where 0 asks for any free port
 */
public record HostAndPort(String host, int port) {
    private static final int PORT_MAX = 65_535;

    public HostAndPort {
        if (host.isBlank()) {
            throw new IllegalArgumentException("a host is missing");
        }
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and " + PORT_MAX);
        }
    }

    /** The same as other nodes are told it; {@code localhost} is one address, whatever it is called. */
    NodeAddress nodeAddress() {
        return new NodeAddress(host.equals("localhost") ? "127.0.0.1" : host, port);
    }

    /**
     * Reads {@code HOST:PORT} or {@code [IPv6]:PORT}. An empty host means every interface, as in Kafka's listeners.
     *
     * @throws IllegalArgumentException if the text is anything else; its message quotes the text
     */
    public static HostAndPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT; write an IPv6 address as [::1]:9092");
        }
        return new HostAndPort(host.isEmpty() ? "0.0.0.0" : host, portOf(text, text.substring(colon + 1)));
    }

    private static int portOf(String text, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 0 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT; the port must be a number", e);
        }
        throw new IllegalArgumentException("'" + text + "' is not HOST:PORT; a port is at most " + PORT_MAX);
    }

    /** The same host with another port: what {@code port 0} became once it was bound. */
    public HostAndPort withPort(int boundPort) {
        return new HostAndPort(host, boundPort);
    }

    /** Whether only this machine can reach the address. A name that does not resolve is taken for reachable. */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether it stands for every interface of the machine. */
    public boolean isWildcard() {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    /** The address as a client on this machine writes it: a wildcard becomes the loopback address. */
    public HostAndPort asLocalClientSeesIt() {
        return isWildcard() ? new HostAndPort("127.0.0.1", port) : this;
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
