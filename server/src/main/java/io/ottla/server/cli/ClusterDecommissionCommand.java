package io.ottla.server.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ottla cluster decommission ID}. The controller drains the broker by itself; this command asks for that and waits, so
 * it can be interrupted and repeated at any time.
 */
@Command(
        name = "decommission",
        description = {
            "Take a broker out of the cluster: its replicas move to others, then its vote is taken away.",
            "Once it is empty stop its process, and run this again to have the cluster forget it."
        })
final class ClusterDecommissionCommand implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(paramLabel = "ID", description = "The broker's node id.")
    private int id;

    @Option(names = "--undo", description = "Let the broker stay, and take replicas again.")
    private boolean undo;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "How long to wait for its replicas to move (default: ${DEFAULT-VALUE}).")
    private long timeoutSeconds = 3600;

    ClusterDecommissionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Admin admin = cluster.admin()) {
            DrainedBrokers drained = new DrainedBrokers(admin);
            if (undo) {
                drained.remove(id);
                console.out().println("broker " + id + " stays");
                return 0;
            }
            Node broker = broker(admin);
            if (!drained.ids().contains(id)) {
                drained.add(id);
            }
            waitUntilEmpty(admin);
            if (broker(admin).isFenced()) {
                Await.result(admin.unregisterBroker(id).all());
                drained.remove(id);
                console.out().println("broker " + id + " is no longer part of the cluster");
            } else {
                console.out()
                        .println("broker " + id + " at " + broker.host() + ":" + broker.port()
                                + " is empty: stop its process, then run this again");
            }
        }
        return 0;
    }

    private Node broker(Admin admin) {
        return Await.result(admin.describeCluster(new DescribeClusterOptions().includeFencedBrokers(true))
                        .nodes())
                .stream()
                .filter(node -> node.id() == id)
                .findFirst()
                .orElseThrow(() -> new CommandFailure("the cluster has no broker " + id));
    }

    private void waitUntilEmpty(Admin admin) {
        BrokerContents contents = new BrokerContents(admin, id);
        long deadline = System.nanoTime() + Duration.ofSeconds(timeoutSeconds).toNanos();
        Optional<String> before = Optional.empty();
        for (Optional<String> left = contents.describe(); left.isPresent(); left = contents.describe()) {
            if (!left.equals(before)) {
                console.out().println("broker " + id + " has " + left.get());
                before = left;
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("broker " + id + " still has " + left.get()
                        + "; the cluster goes on moving them, run this again to wait for it");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted; the cluster goes on moving the broker's replicas", e);
        }
    }
}
