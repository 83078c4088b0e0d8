package io.ottla.multinode.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network of its own for the nodes of a test: each node lives in a network namespace, all hang on one bridge, and so does the
 * test, which reaches every node whatever is cut between them. Needs Linux and the right to make namespaces.
 *
 * <p>A cut is silent, as a pulled cable is: packets leave for a hardware address that nobody has. Connections stay open and
 * get no answer. Nodes are numbered from 1.
 */
public final class NodeNetwork implements AutoCloseable {
    /** An address that no card has: locally administered. */
    private static final String NOBODY = "02:00:00:00:00:99";

    private static final int TEST_HOST = 254;

    private final String name;
    private final String subnet;
    private final int nodes;

    private NodeNetwork(String name, String subnet, int nodes) {
        this.name = name;
        this.subnet = subnet;
        this.nodes = nodes;
    }

    /** Makes the network, or skips the test where that is not allowed (with {@code CI=true}: fails it). */
    public static NodeNetwork create(int nodes) {
        long process = ProcessHandle.current().pid();
        NodeNetwork network = new NodeNetwork("ot" + process % 100_000, "10.213." + process % 250, nodes);
        try {
            network.build();
        } catch (IllegalStateException e) {
            network.close();
            Requirement.require(false, "cannot make network namespaces: " + e.getMessage());
        }
        return network;
    }

    /** The address of a node. */
    public String host(int node) {
        return subnet + "." + node;
    }

    /** What to put before a command to run it where this node is. */
    public List<String> inside(int node) {
        return List.of("ip", "netns", "exec", namespace(node));
    }

    /** Nothing passes between the two any more, in neither direction. */
    public void cut(int one, int other) {
        cutOneWay(one, other);
        cutOneWay(other, one);
    }

    /** What the one sends no longer reaches the other; the other way stays open. */
    public void cutOneWay(int from, int to) {
        in(from, "ip", "neigh", "replace", host(to), "lladdr", NOBODY, "dev", "eth0", "nud", "permanent");
    }

    /** Cuts a node from every other node, but not from the test. */
    public void isolate(int node) {
        others(node).forEach(other -> cut(node, other));
    }

    /** Everything passes again. */
    public void heal() {
        for (int node = 1; node <= nodes; node++) {
            in(node, "ip", "neigh", "flush", "dev", "eth0", "nud", "permanent");
        }
    }

    /** Removes the network; the nodes in it must have ended. */
    @Override
    public void close() {
        for (int node = 1; node <= nodes; node++) {
            ClientProcess.command("ip", "netns", "del", namespace(node)).run();
        }
        ClientProcess.command("ip", "link", "del", bridge()).run();
    }

    private void build() {
        root("ip", "link", "add", bridge(), "type", "bridge");
        root("ip", "addr", "add", subnet + "." + TEST_HOST + "/24", "dev", bridge());
        root("ip", "link", "set", bridge(), "up");
        for (int node = 1; node <= nodes; node++) {
            String cable = name + "v" + node;
            root("ip", "netns", "add", namespace(node));
            root("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", namespace(node));
            root("ip", "link", "set", cable, "master", bridge(), "up");
            in(node, "ip", "addr", "add", host(node) + "/24", "dev", "eth0");
            in(node, "ip", "link", "set", "eth0", "up");
            in(node, "ip", "link", "set", "lo", "up");
        }
    }

    private List<Integer> others(int node) {
        return IntStream.rangeClosed(1, nodes)
                .filter(other -> other != node)
                .boxed()
                .toList();
    }

    private String bridge() {
        return name + "br";
    }

    private String namespace(int node) {
        return name + "n" + node;
    }

    private void in(int node, String... command) {
        List<String> whole = new ArrayList<>(inside(node));
        whole.addAll(List.of(command));
        root(whole.toArray(String[]::new));
    }

    private static void root(String... command) {
        ClientProcess.Result result = ClientProcess.command(command).run();
        if (result.exitCode() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + ": " + result.err().strip());
        }
    }
}
