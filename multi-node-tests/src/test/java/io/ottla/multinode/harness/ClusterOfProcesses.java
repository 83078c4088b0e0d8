package io.ottla.multinode.harness;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.awaitility.Awaitility;

/**
 * A cluster of nodes, each a process of the real jar: node 1 has node id 1, and so on. Nodes may be killed, halted, wiped and
 * started again one by one, through {@link #node}; nodes can be added. Not thread-safe.
 */
public final class ClusterOfProcesses implements AutoCloseable {
    private static final int AKKA_PORT = 2551;
    /** So long a cluster on a busy machine may take for what it does by itself. */
    public static final Duration WITHIN = Duration.ofSeconds(90);

    private final NodeSettings settings;
    private final List<String> akka;
    private final List<OttlaProcess> nodes = new ArrayList<>();

    private ClusterOfProcesses(NodeSettings settings, List<String> akka) {
        this.settings = settings;
        this.akka = new ArrayList<>(akka);
    }

    /** Starts so many nodes on this machine, with the three shells' commands of README, and waits until all are ready. */
    public static ClusterOfProcesses start(int count, NodeSettings settings) {
        return start(count, settings, (node, same) -> same);
    }

    /** Starts so many nodes on this machine that are not all alike, and waits until all are ready. */
    public static ClusterOfProcesses start(int count, NodeSettings settings, Difference difference) {
        return new ClusterOfProcesses(settings, FreePorts.addresses(count)).begin(difference);
    }

    /** Starts so many nodes, each at its place in a network of the test, and waits until all are ready. */
    public static ClusterOfProcesses start(int count, NodeSettings settings, NodeNetwork network) {
        List<String> addresses = IntStream.rangeClosed(1, count)
                .mapToObj(node -> network.host(node) + ":" + AKKA_PORT)
                .toList();
        ClusterOfProcesses cluster = new ClusterOfProcesses(settings, addresses);
        return cluster.begin((node, same) -> same.at(Place.in(network, node)));
    }

    /** How the n-th node differs from the others. */
    public interface Difference {
        /** Its settings, made of those for all. */
        NodeSettings of(int node, NodeSettings settings);
    }

    private ClusterOfProcesses begin(Difference difference) {
        String join = String.join(",", akka);
        for (int number = 1; number <= akka.size(); number++) {
            launch(number, join, difference);
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

    /** What the n-th node says of the cluster. */
    public NodeView seenBy(int number) {
        return NodeView.of(node(number).bootstrap());
    }

    /** Waits until the cluster counts exactly these brokers as alive. */
    public void awaitBrokers(Integer... ids) {
        Set<Integer> wanted = Set.of(ids);
        Awaitility.await("brokers " + wanted + " of " + settings.name())
                .atMost(WITHIN)
                .ignoreExceptionsInstanceOf(KafkaException.class)
                .until(() -> brokers().equals(wanted));
    }

    /** Waits until exactly these brokers count as alive for each of them. */
    public void awaitAgreement(Integer... ids) {
        Set<Integer> wanted = Set.of(ids);
        Awaitility.await("brokers " + wanted + " of " + settings.name() + " agree")
                .atMost(WITHIN)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> wanted.stream().allMatch(id -> seenBy(id).brokers().equals(wanted)));
    }

    /** The node that runs the controller, as the journal's quorum tells. */
    public int controller() {
        try (Admin admin = JavaClients.admin(bootstrap())) {
            return Awaitility.await("controller of " + settings.name())
                    .atMost(WITHIN)
                    .ignoreExceptionsInstanceOf(KafkaException.class)
                    .until(
                            () -> JavaClients.get(admin.describeMetadataQuorum().quorumInfo())
                                    .leaderId(),
                            node -> node > 0);
        }
    }

    /** The leader of a partition now. */
    public int leader(String topic, int partition) {
        return partitions(topic).get(partition).leader().id();
    }

    /** A replica of a partition that does not lead it now. */
    public int follower(String topic, int partition) {
        TopicPartitionInfo info = partitions(topic).get(partition);
        return info.replicas().stream()
                .map(Node::id)
                .filter(id -> id != info.leader().id())
                .findFirst()
                .orElseThrow();
    }

    /** The nodes that have a replica of any partition of a topic. */
    public Set<Integer> holders(String topic) {
        return partitions(topic).stream()
                .flatMap(info -> info.replicas().stream())
                .map(Node::id)
                .collect(Collectors.toSet());
    }

    /** The nodes that vote about the metadata. */
    public Set<Integer> voters() {
        try (Admin admin = JavaClients.admin(bootstrap())) {
            return JavaClients.get(admin.describeMetadataQuorum().quorumInfo()).voters().stream()
                    .map(QuorumInfo.ReplicaState::replicaId)
                    .collect(Collectors.toSet());
        }
    }

    /** The replicas in sync of every partition of a topic. */
    public Map<Integer, Set<Integer>> inSyncReplicas(String topic) {
        return partitions(topic).stream()
                .collect(Collectors.toMap(
                        TopicPartitionInfo::partition,
                        info -> info.isr().stream().map(Node::id).collect(Collectors.toSet())));
    }

    /** Lets go on what was halted, and starts again what has ended; waits until all are one cluster. */
    public void reviveAll() {
        for (OttlaProcess node : nodes) {
            if (node.isAlive()) {
                node.sigcont();
            } else {
                node.relaunch();
            }
        }
        nodes.forEach(OttlaProcess::awaitReady);
        awaitAgreement(IntStream.rangeClosed(1, nodes.size()).boxed().toArray(Integer[]::new));
    }

    /** Waits until every replica of the topic is in sync. */
    public void awaitAllInSync(String topic) {
        Awaitility.await("replicas of " + topic + " in sync")
                .atMost(WITHIN)
                .ignoreExceptionsInstanceOf(KafkaException.class)
                .until(() -> partitions(topic).stream()
                        .allMatch(info -> info.isr().size() == info.replicas().size()));
    }

    private List<TopicPartitionInfo> partitions(String topic) {
        try (Admin admin = JavaClients.admin(bootstrap())) {
            return JavaClients.get(admin.describeTopics(List.of(topic)).allTopicNames())
                    .get(topic)
                    .partitions();
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

    private void launch(int number, String join, Difference difference) {
        List<String> options =
                List.of("--node-id", String.valueOf(number), "--akka", akka.get(number - 1), "--join", join);
        NodeSettings own = difference.of(number, settings.renamed(settings.name() + "-" + number));
        nodes.add(OttlaProcess.launch(own.inCluster(options)));
    }
}
