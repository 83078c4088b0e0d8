package io.ottla.testkit;

import io.ottla.server.HostAndPort;
import io.ottla.server.Node;
import io.ottla.server.NodeOptions;
import org.jspecify.annotations.Nullable;

/** One broker of a cluster in a test: it comes back on the ports it had. */
final class TestBroker {
    private final int number;
    private NodeOptions options;
    private @Nullable Node node;

    TestBroker(int number, NodeOptions options) {
        this.number = number;
        this.options = options;
    }

    synchronized void start() {
        if (node == null) {
            Node started = Node.start(options);
            node = started;
            options = options.withPorts(
                    started.kafka().port(),
                    started.http().port(),
                    started.akka().port());
        }
    }

    synchronized void stop() {
        Node running = node;
        node = null;
        if (running != null) {
            running.close();
        }
    }

    synchronized void kill() {
        Node running = node;
        node = null;
        if (running != null) {
            running.kill();
        }
    }

    synchronized boolean isRunning() {
        return node != null;
    }

    synchronized String kafka() {
        return options.kafka().toString();
    }

    synchronized String http() {
        return "http://" + options.http();
    }

    synchronized HostAndPort akka() {
        return options.akka();
    }

    @Override
    public String toString() {
        return "broker " + number;
    }
}
