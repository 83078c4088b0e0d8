package io.ottla.multinode.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports for nodes that have to know each other's before they run. They are below those that systems give to outgoing
 * connections, so that nobody has taken a node's port while it was down, and each JVM of tests has a range of its own.
 */
public final class FreePorts {
    private static final int LOWEST = 15_000;
    private static final int RANGE = 5_000;
    private static final int FORKS = 3;

    /** The number that the build gives to each of the JVMs that run tests side by side, from 1; absent in IDEs. */
    private static final int FORK = Integer.getInteger("surefire.forkNumber", 0) % FORKS;

    private static int next = ThreadLocalRandom.current().nextInt(RANGE);

    private FreePorts() {}

    /** So many addresses of the loopback interface that are free now. */
    public static synchronized List<String> addresses(int count) {
        List<String> found = new ArrayList<>();
        for (int tries = 0; tries < RANGE && found.size() < count; tries++) {
            int port = LOWEST + FORK * RANGE + next;
            next = (next + 1) % RANGE;
            if (isFree(port)) {
                found.add("127.0.0.1:" + port);
            }
        }
        if (found.size() < count) {
            throw new IllegalStateException("not " + count + " free ports among " + RANGE);
        }
        return found;
    }

    /** The first of so many ports in a row that are free now. */
    public static synchronized int inARow(int count) {
        int before = port(addresses(1));
        int first = before;
        while (before - first < count - 1) {
            int port = port(addresses(1));
            if (port != before + 1) {
                first = port;
            }
            before = port;
        }
        return first;
    }

    private static int port(List<String> addresses) {
        String address = addresses.get(0);
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
