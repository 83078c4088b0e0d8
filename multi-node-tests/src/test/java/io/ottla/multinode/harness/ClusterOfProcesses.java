package io.ottla.multinode.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.awaitility.Awaitility;

/**
 * A cluster of nodes, each a process of the real jar: node 1 has node id 1, and so on. Nodes may be killed, halted, wiped and
 * started again one by one, through {@link #node}; nodes can be added. Not thread-safe.
 */
public final class ClusterOfProcesses implements AutoCloseable {
    private static final int AKKA_PORT = 2551;

    private final NodeSettings settings;
    private final List<String> akka;
    private final List<OttlaProcess> nodes = new ArrayList<>();

    private ClusterOfProcesses(NodeSettings settings, List<String> akka) {
        this.settings = settings;
        this.akka = new ArrayList<>(akka);
    }

    /** Starts so many nodes on this machine, with the three shells' commands of README, and waits until all are ready. */
    public static ClusterOfProcesses start(int count, NodeSettings settings) {
        ClusterOfProcesses cluster = new ClusterOfProcesses(settings, FreePorts.addresses(count));
        return cluster.begin(number -> Place.ON_FREE_PORTS);
    }

    /** Starts so many nodes, each at its place in a network of the test, and waits until all are ready. */
    public static ClusterOfProcesses start(int count, NodeSettings settings, NodeNetwork network) {
        List<String> addresses = IntStream.rangeClosed(1, count)
                .mapToObj(node -> network.host(node) + ":" + AKKA_PORT)
                .toList();
        ClusterOfProcesses cluster = new ClusterOfProcesses(settings, addresses);
        return cluster.begin(number -> Place.in(network, number));
    }

    private interface Places {
        Place of(int node);
    }

    private ClusterOfProcesses begin(Places places) {
        String join = String.join(",", akka);
        for (int number = 1; number <= akka.size(); number++) {
            launch(number, join, node -> node, places.of(number));
        }
        try {
            nodes.forEach(OttlaProcess::awaitReady);
        } catch (RuntimeException | AssertionError failure) {
            nodes.forEach(OttlaProcess::close);
            throw failure;
        }
        return this;
    }

    /** Adds a node that is told of one other alone, without its number, and waits until it is ready. */
    public OttlaProcess join(UnaryOperator<NodeSettings> adjustment) {
        int number = nodes.size() + 1;
        akka.add(FreePorts.addresses(1).get(0));
        String address = akka.get(number - 1);
        OttlaProcess added = OttlaProcess.launch(adjustment.apply(settings.renamed(settings.name() + "-" + number)
                .inCluster(List.of("--akka", address, "--join", akka.get(0)))));
        nodes.add(added);
        added.awaitReady();
        return added;
    }

    /** The n-th node, counted from 1. */
    public OttlaProcess node(int number) {
        return nodes.get(number - 1);
    }

    /** Where other nodes reach the n-th node. */
    public String akka(int number) {
        return akka.get(number - 1);
    }

    /** All nodes. */
    public List<OttlaProcess> nodes() {
        return List.copyOf(nodes);
    }

    /** Kafka's {@code bootstrap.servers}: every node, running or not. */
    public String bootstrap() {
        return nodes.stream().map(OttlaProcess::bootstrap).collect(Collectors.joining(","));
    }

    /** The ids of the brokers that the cluster counts as alive. */
    public Set<Integer> brokers() {
        try (Admin admin = JavaClients.admin(bootstrap())) {
            return JavaClients.get(admin.describeCluster().nodes()).stream()
                    .map(Node::id)
                    .collect(Collectors.toSet());
        }
    }

    /** Waits until the cluster counts exactly these brokers as alive. */
    public void awaitBrokers(Integer... ids) {
        try (Admin admin = JavaClients.admin(bootstrap())) {
            Awaitility.await("brokers " + List.of(ids) + " of " + settings.name())
                    .until(() -> JavaClients.get(admin.describeCluster().nodes()).stream()
                            .map(Node::id)
                            .collect(Collectors.toSet())
                            .equals(Set.of(ids)));
        }
    }

    /** The node that runs the controller, as the journal's quorum tells. */
    public int controller() {
        try (Admin admin = JavaClients.admin(bootstrap())) {
            return JavaClients.get(admin.describeMetadataQuorum().quorumInfo()).leaderId();
        }
    }

    /** The leader of a partition now. */
    public int leader(String topic, int partition) {
        try (Admin admin = JavaClients.admin(bootstrap())) {
            return JavaClients.get(admin.describeTopics(List.of(topic)).allTopicNames())
                    .get(topic)
                    .partitions()
                    .get(partition)
                    .leader()
                    .id();
        }
    }

    /** Writes thread dumps beside the logs of all nodes, and returns their folders. */
    public List<String> keepEvidence() {
        return nodes.stream().map(node -> node.keepEvidence().toString()).toList();
    }

    /** Ends every node and leaves the folders. */
    @Override
    public void close() {
        nodes.forEach(OttlaProcess::close);
    }

    /** Ends every node and deletes the folders: for a test that passed. */
    public void closeAndForget() {
        nodes.forEach(OttlaProcess::closeAndForget);
    }

    private void launch(int number, String join, UnaryOperator<NodeSettings> adjustment, Place place) {
        List<String> options =
                List.of("--node-id", String.valueOf(number), "--akka", akka.get(number - 1), "--join", join);
        nodes.add(OttlaProcess.launch(adjustment.apply(
                settings.renamed(settings.name() + "-" + number).at(place).inCluster(options))));
    }
}
