package io.ottla.server.cli;

import io.ottla.server.HostAndPort;
import io.ottla.server.NodeFlags;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A cluster of several nodes on this machine, each a process of its own: for trying what happens when one of them is killed.
 * This process starts them, passes on what they say, and ends them when it is told to end.
 */
final class DevNodes {
    /** More would be no trial on one machine. */
    static final int NODES_MAX = 9;

    private static final HostAndPort KAFKA = new HostAndPort("127.0.0.1", 9092);
    private static final HostAndPort HTTP = new HostAndPort("127.0.0.1", 8080);
    private static final HostAndPort AKKA = new HostAndPort("127.0.0.1", 2551);
    private static final int HTTP_STEP = 100;
    /** Nodes that all leave at once wait for each other; what is killed then loses nothing, and recovers. */
    private static final Duration END_WITHIN = Duration.ofSeconds(5);

    private final PrintStream out;
    private final List<DevNode> nodes;
    private final CountDownLatch ready;
    private final CountDownLatch ended;
    private volatile boolean ending;

    private DevNodes(PrintStream out, List<DevNode> nodes) {
        this.out = out;
        this.nodes = nodes;
        this.ready = new CountDownLatch(nodes.size());
        this.ended = new CountDownLatch(nodes.size());
    }

    /**
     * Runs so many nodes until this process is told to end, or all of them have ended.
     *
     * @param flags addresses of the first node; the others have the ports that follow
     */
    static int run(int count, NodeFlags flags, PrintStream out) throws InterruptedException {
        return new DevNodes(out, describe(count, flags)).run();
    }

    private static List<DevNode> describe(int count, NodeFlags flags) {
        HostAndPort kafka = flags.kafka().orElse(KAFKA);
        HostAndPort http = flags.http().orElse(HTTP);
        HostAndPort akka = flags.akka().orElse(AKKA);
        Path data = flags.data().orElse(Path.of("ottla-data"));
        String join = IntStream.range(0, count)
                .mapToObj(i -> akka.withPort(akka.port() + i).toString())
                .collect(Collectors.joining(","));
        List<DevNode> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(new DevNode(
                    i + 1,
                    data.resolve("node-" + (i + 1)),
                    kafka.withPort(kafka.port() + i),
                    http.withPort(http.port() + i * HTTP_STEP),
                    akka.withPort(akka.port() + i),
                    join,
                    flags.set()));
        }
        return nodes;
    }

    private int run() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::endAll, "ottla-shutdown"));
        long begunNanos = System.nanoTime();
        for (DevNode node : nodes) {
            node.start(this::say, ready::countDown, exitCode -> ended(node, exitCode));
            say("node " + node.number() + ": pid " + node.pid() + ", data " + node.data() + ", Kafka at " + node.kafka()
                    + ", HTTP at http://" + node.http());
        }
        ready.await();
        if (!ending && nodes.stream().allMatch(DevNode::isAlive)) {
            sayReady(begunNanos);
        }
        ended.await();
        return ending ? 0 : 1;
    }

    private void sayReady(long begunNanos) {
        String bootstrap = nodes.stream().map(node -> node.kafka().toString()).collect(Collectors.joining(","));
        say(String.format(
                "Ottla is ready in %.1f s: %d nodes, Kafka at %s, HTTP at http://%s. Try: kill -9 %d; %s cluster describe"
                        + " --bootstrap %s",
                (System.nanoTime() - begunNanos) / 1e9,
                nodes.size(),
                bootstrap,
                nodes.get(0).http(),
                nodes.get(0).pid(),
                Launcher.name(),
                nodes.get(nodes.size() - 1).kafka()));
    }

    private void ended(DevNode node, int exitCode) {
        if (!ending) {
            say("node " + node.number() + " has ended with exit code " + exitCode
                    + ". Start it again in another shell: " + Launcher.name() + " "
                    + String.join(" ", node.arguments()));
        }
        ready.countDown();
        ended.countDown();
    }

    /** Ends this process too, with 0 as a single node does: it was told to end, and nothing is amiss. */
    private void endAll() {
        ending = true;
        nodes.forEach(DevNode::end);
        try {
            if (!ended.await(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                nodes.forEach(DevNode::kill);
            }
        } catch (InterruptedException e) {
            nodes.forEach(DevNode::kill);
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    private synchronized void say(String line) {
        out.println(line);
        out.flush();
    }
}
