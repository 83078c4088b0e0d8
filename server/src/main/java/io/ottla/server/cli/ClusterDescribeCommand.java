package io.ottla.server.cli;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.Node;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ottla cluster describe}. */
@Command(name = "describe", description = "Show the cluster's brokers and its controller.")
final class ClusterDescribeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private OutputOptions output;

    ClusterDescribeCommand(Console console) {
        this.console = console;
    }

    /** The cluster; the controller is absent while there is none. */
    record Cluster(String clusterId, @Nullable Integer controller, List<Broker> brokers) {}

    /**
     * A registered broker at its advertised address.
     *
     * @param state up; down, when it is not heard of; or draining, when it is being taken out of the cluster
     */
    record Broker(int id, String host, int port, @Nullable String rack, String state) {}

    @Override
    public Integer call() {
        try (Admin admin = cluster.admin()) {
            DescribeClusterResult result =
                    admin.describeCluster(new DescribeClusterOptions().includeFencedBrokers(true));
            Node controller = Await.result(result.controller());
            Set<Integer> drained = new DrainedBrokers(admin).ids();
            List<Broker> brokers = Await.result(result.nodes()).stream()
                    .sorted(Comparator.comparingInt(Node::id))
                    .map(node -> new Broker(node.id(), node.host(), node.port(), node.rack(), state(node, drained)))
                    .toList();
            Integer controllerId = controller == null || controller.isEmpty() ? null : controller.id();
            Cluster found = new Cluster(Await.result(result.clusterId()), controllerId, brokers);
            output.print(console.out(), found, out -> print(out, found));
        }
        return 0;
    }

    private static String state(Node node, Set<Integer> drained) {
        if (node.isFenced()) {
            return "down";
        }
        return drained.contains(node.id()) ? "draining" : "up";
    }

    private static void print(PrintStream out, Cluster cluster) {
        out.println("cluster " + cluster.clusterId() + "  (controller " + Words.orDash(cluster.controller()) + ")");
        Table table = new Table("BROKER", "ADDRESS", "RACK", "STATE");
        cluster.brokers()
                .forEach(broker -> table.row(
                        broker.id(), broker.host() + ":" + broker.port(), Words.orDash(broker.rack()), broker.state()));
        table.print(out);
    }
}
