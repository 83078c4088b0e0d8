package io.ottla.actors.journal;

import akka.actor.ActorSystem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.journal.state.VoterCandidate;
import io.ottla.actors.node.NodeConfig;
import io.ottla.actors.remote.NodeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import scala.concurrent.Await;
import scala.jdk.javaapi.DurationConverters;

/** Nodes with a quorum journal each, in one process: numbered from 1 on, stopped and started at will. */
final class ThreeNodes implements AutoCloseable {
    private final Path root;
    private final List<VoterAt> nodes = new ArrayList<>();
    private final Map<Integer, ActorSystem> running = new LinkedHashMap<>();

    ThreeNodes(Path root, int count, int voters) throws IOException {
        this.root = root;
        for (int id = 1; id <= count; id++) {
            nodes.add(new VoterAt(id, new UUID(0, id), new NodeAddress("127.0.0.1", freePort())));
        }
        for (int id = 1; id <= count; id++) {
            List<VoterAt> first = id <= voters ? nodes.subList(0, voters) : List.of();
            QuorumFolder.format(folder(id), new KnownVoters(0, 0, first), new UUID(0, id));
        }
        for (int id = 1; id <= count; id++) {
            start(id);
        }
    }

    QuorumJournal start(int id) {
        NodeAddress address = nodes.get(id - 1).address();
        Config own = ConfigFactory.parseString(
                "ottla.journal { node-id = " + id + ", format-alone = off }\nakka.loglevel = WARNING");
        Config config = own.withFallback(NodeConfig.of(address.host(), address.port(), folder(id), 1));
        running.put(id, ActorSystem.create("ottla", config));
        QuorumJournal journal = journal(id);
        journal.peers(nodes.stream().map(VoterAt::address).toList());
        return journal;
    }

    void stop(int id) {
        ActorSystem system = Objects.requireNonNull(running.remove(id));
        system.terminate();
        try {
            Await.ready(system.whenTerminated(), DurationConverters.toScala(Duration.ofSeconds(20)));
        } catch (Exception e) {
            throw new IllegalStateException("node " + id + " does not stop", e);
        }
    }

    QuorumJournal journal(int id) {
        return QuorumJournal.get(Objects.requireNonNull(running.get(id)));
    }

    Path folder(int id) {
        return root.resolve("node-" + id);
    }

    List<VoterCandidate> candidates() {
        return nodes.stream()
                .map(node -> new VoterCandidate(
                        node.nodeId(), node.directoryId(), node.address(), running.containsKey(node.nodeId())))
                .toList();
    }

    @Override
    public void close() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
