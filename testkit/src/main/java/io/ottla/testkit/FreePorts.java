package io.ottla.testkit;

import io.ottla.server.HostAndPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds ports for nodes that have to know each other's before they run. */
final class FreePorts {
    private FreePorts() {}

    /** So many addresses of the loopback interface that are free now, the lowest port first. */
    static List<HostAndPort> take(int count) {
        List<ServerSocket> taken = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                taken.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return taken.stream()
                    .map(ServerSocket::getLocalPort)
                    .sorted()
                    .map(port -> new HostAndPort("127.0.0.1", port))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no free ports", e);
        } finally {
            taken.forEach(FreePorts::release);
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release port " + socket.getLocalPort(), e);
        }
    }
}
