package io.ottla.actors.membership;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.membership.MembershipProtocol.Command;
import io.ottla.actors.membership.state.Candidate;
import io.ottla.actors.membership.state.MemberAt;
import io.ottla.actors.membership.state.Standing;
import io.ottla.actors.node.NodeConfig;
import io.ottla.actors.remote.NodeActors;
import io.ottla.actors.remote.NodeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A full member, and a node that it knows of but that is no member of its cluster: it may be in a second membership of the same
 * cluster, of which neither side would ever hear by itself. The stranger is scripted.
 */
class StrangersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int STRANGERS_NUMBER = 7;

    @TempDir
    Path root;

    private final List<ActorSystem<Void>> systems = new ArrayList<>();
    private final BlockingQueue<Command> heard = new LinkedBlockingQueue<>();
    private final AtomicReference<Optional<KnownVoters>> voters = new AtomicReference<>(Optional.empty());

    @AfterEach
    void end() {
        systems.forEach(ActorSystem::terminate);
        systems.forEach(system -> get(system.getWhenTerminated()));
    }

    @Test
    void aMemberLooksForNodesThatOughtToBeMembersAndTellsThemWhoIs() throws IOException {
        NodeAddress address = freeAddress();
        memberThatKnows(address);

        stranger(address);

        NodeStatus told = greeting();
        assertThat(told.standing()).isEqualTo(Standing.UP);
        assertThat(told.nodeId()).isEqualTo(1);
        assertThat(told.members()).hasSize(1);
        assertThat(told.members().get(0).address()).isNotEqualTo(address);
    }

    @Test
    void aMemberEndsWhenAStrangerItFoundTellsThatTheVotersWentOnWithoutIt() throws IOException {
        NodeAddress address = freeAddress();
        ActorSystem<Void> member = memberThatKnows(address);
        ActorSystem<Void> stranger = stranger(address);
        NodeStatus told = greeting();

        NodeStatus withoutIt = upWithoutAnybodyElse(address, told.clusterId());
        new Wire(stranger.classicSystem()).send(told.address(), new MembershipProtocol.Told(withoutIt));

        get(member.getWhenTerminated());
    }

    /** The stranger is the only voter of a later set, and up in a cluster of its own. */
    private static NodeStatus upWithoutAnybodyElse(NodeAddress address, Optional<String> clusterId) {
        UUID folder = new UUID(0, STRANGERS_NUMBER);
        return new NodeStatus(
                new Candidate(address, folder, Optional.empty(), 0),
                STRANGERS_NUMBER,
                STRANGERS_NUMBER,
                clusterId,
                Optional.empty(),
                Standing.UP,
                Optional.of(new KnownVoters(9, 9, List.of(new VoterAt(STRANGERS_NUMBER, folder, address)))),
                List.of(new MemberAt(address, STRANGERS_NUMBER)));
    }

    /** A cluster of one, which was told of another node with {@code --join}. */
    private ActorSystem<Void> memberThatKnows(NodeAddress other) {
        return member(List.of(other));
    }

    private ActorSystem<Void> member(List<NodeAddress> join) {
        Path folder = root;
        ActorSystem<Void> system = system(0, folder);
        Membership membership =
                Membership.start(system, new MembershipSettings(folder, join, 1, Optional.of(1), Optional.empty()));
        Admission admission = get(membership.admitted());
        voters.set(admission.firstVoters());
        membership.enter(new JournalOf(voters, admission.directoryId()));
        get(membership.entered());
        return system;
    }

    private ActorSystem<Void> stranger(NodeAddress address) {
        ActorSystem<Void> system = system(address.port(), root.resolve("stranger"));
        system.systemActorOf(
                Behaviors.<Command>receiveMessage(command -> {
                    heard.add(command);
                    return Behaviors.same();
                }),
                Wire.ACTOR,
                Props.empty());
        return system;
    }

    /** Asks for an answer, unlike the news that a node tells to all when it becomes a member. */
    private NodeStatus greeting() {
        Command hello = Awaitility.await("a greeting")
                .atMost(PATIENCE)
                .until(heard::poll, MembershipProtocol.Hello.class::isInstance);
        return ((MembershipProtocol.Hello) hello).from();
    }

    private ActorSystem<Void> system(int port, Path folder) {
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.empty(),
                NodeActors.SYSTEM_NAME,
                ConfigFactory.parseString("akka.loglevel = WARNING\nottla.journal.format-alone = off")
                        .withFallback(NodeConfig.of("127.0.0.1", port, folder, 1)));
        systems.add(system);
        return system;
    }

    private static NodeAddress freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new NodeAddress("127.0.0.1", socket.getLocalPort());
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** A journal that knows of voters and of nothing else. */
    private record JournalOf(AtomicReference<Optional<KnownVoters>> voters, UUID directoryId) implements JournalView {
        @Override
        public Optional<KnownVoters> knownVoters() {
            return voters.get();
        }

        @Override
        public void peers(Collection<NodeAddress> addresses) {}
    }
}
