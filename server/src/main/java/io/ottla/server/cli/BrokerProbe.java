package io.ottla.server.cli;

import io.ottla.server.HostAndPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks whether anything listens before a Kafka client is made: the clients would try for many seconds to reach a broker
 * that is not there, and then speak of a timeout.
 */
final class BrokerProbe {
    private static final int CONNECT_TIMEOUT_MS = 3_000;

    private BrokerProbe() {}

    /** Returns if one of the addresses accepts connections. */
    static void requireListener(String bootstrap) {
        for (HostAndPort address : addresses(bootstrap)) {
            if (accepts(address)) {
                return;
            }
        }
        throw new CommandFailure(FailureMessages.noBroker(bootstrap));
    }

    private static List<HostAndPort> addresses(String bootstrap) {
        List<HostAndPort> addresses = new ArrayList<>();
        for (String text : bootstrap.split(",", -1)) {
            try {
                addresses.add(HostAndPort.parse(text.strip()));
            } catch (IllegalArgumentException e) {
                throw new UsageError("--bootstrap: " + e.getMessage(), e);
            }
        }
        return addresses;
    }

    private static boolean accepts(HostAndPort address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException e) {
            return false; // Which of several reasons it was does not change what the user has to do.
        }
    }
}
