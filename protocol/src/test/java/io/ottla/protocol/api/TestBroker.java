package io.ottla.protocol.api;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.ottla.actors.Broker;
import io.ottla.actors.LogDirs;
import io.ottla.actors.access.Authorizer;
import io.ottla.actors.access.Caller;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.controller.ControllerClient;
import io.ottla.actors.journal.state.QuorumDescription;
import io.ottla.actors.journal.state.QuorumDescription.Copy;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.partition.PartitionRegistry;
import io.ottla.actors.remote.NodeAddress;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/**
 * Node 1 of a cluster of three brokers, of which the third is fenced, with a controller that decides at once. Handlers are
 * asked through the wire format.
 */
final class TestBroker {
    static final Uuid ORDERS_ID = new Uuid(7, 7);

    /** Shared by all tests, gone with the last of them. */
    static final ActorSystem<Void> SYSTEM = ActorSystem.create(
            Behaviors.empty(),
            "tests",
            ConfigFactory.parseString("akka.loglevel = OFF, akka.daemonic = on").withFallback(ConfigFactory.load()));

    final MetadataCache metadata = new MetadataCache();
    final PartitionRegistry partitions = new PartitionRegistry();
    final List<LogDirs.Description> logDirs = new ArrayList<>();
    Function<Map<TopicPartition, String>, Map<TopicPartition, Errors>> moves = wanted -> Map.of();

    /** Node 1 alone votes. */
    QuorumDescription quorum = new QuorumDescription(
            7,
            42,
            List.of(new Copy(1, new UUID(1, 1), OptionalLong.of(42), OptionalLong.empty(), OptionalLong.empty())),
            List.of());

    private final Set<String> denied = new HashSet<>();
    private final Map<String, String> settings = new HashMap<>();
    private final ActorRef<Controller.Command> controller;

    private TestBroker(boolean controllerAnswers) {
        publish(
                new MetadataEvent.ControllerElected(1, 1),
                registered(1, Optional.of("a")),
                new MetadataEvent.BrokerUnfenced(1),
                registered(2, Optional.empty()),
                new MetadataEvent.BrokerUnfenced(2),
                registered(3, Optional.empty()));
        Behavior<Controller.Command> behavior =
                controllerAnswers ? DecidingController.create(metadata) : Behaviors.ignore();
        controller = SYSTEM.systemActorOf(behavior, "controller-" + UUID.randomUUID(), Props.empty());
    }

    static TestBroker start() {
        return new TestBroker(true);
    }

    /** A broker whose controller never answers. */
    static TestBroker withoutController() {
        return new TestBroker(false);
    }

    /** Adds the topic "orders", whose partitions have these replicas. */
    @SafeVarargs
    final TestBroker withOrders(List<Integer>... assignments) {
        return withTopic("orders", ORDERS_ID, assignments);
    }

    @SafeVarargs
    final TestBroker withTopic(String name, Uuid id, List<Integer>... assignments) {
        List<List<Integer>> all = new ArrayList<>();
        for (List<Integer> replicas : assignments) {
            all.add(replicas);
        }
        publish(new MetadataEvent.TopicCreated(name, id, assignments[0].size(), all));
        return this;
    }

    /** Forbids one operation on one resource to everybody. */
    TestBroker denying(Operation operation, Resource resource) {
        denied.add(operation + " " + resource);
        return this;
    }

    TestBroker with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    void publish(MetadataEvent... events) {
        metadata.publish(MetadataReplay.replay(metadata.image(), List.of(events)));
    }

    MetadataImage image() {
        return metadata.image();
    }

    TopicImage topic(String name) {
        return image().topics().topic(name).orElseThrow();
    }

    Broker broker() {
        Authorizer authorizer = (caller, operation, resource) -> !denied.contains(operation + " " + resource);
        return new Broker(
                1,
                "cluster-id",
                metadata,
                partitions,
                new ControllerClient(controller, SYSTEM, metadata),
                null,
                null,
                null,
                authorizer,
                () -> BrokerSettings.of(settings),
                Runnable::run,
                new LogDirs() {
                    @Override
                    public List<Description> describe() {
                        return List.copyOf(logDirs);
                    }

                    @Override
                    public CompletionStage<Map<TopicPartition, Errors>> move(Map<TopicPartition, String> wanted) {
                        return CompletableFuture.completedFuture(moves.apply(wanted));
                    }
                },
                () -> CompletableFuture.completedFuture(quorum),
                Clock.systemUTC());
    }

    RequestContext context(int version) {
        Caller caller = new Caller(KafkaPrincipal.ANONYMOUS, InetAddress.getLoopbackAddress(), "PLAINTEXT");
        return new RequestContext((short) version, "test", caller, null);
    }

    /** What a client gets that sends this request in this version. */
    <Q extends ApiMessage, S extends ApiMessage> S ask(ApiHandler<Q, S> handler, int version, Q request) {
        CompletableFuture<S> reply = new CompletableFuture<>();
        handler.handle(context(version), Wire.request(request, (short) version), reply::complete);
        return Wire.response(reply.join(), (short) version);
    }

    private static MetadataEvent registered(int id, Optional<String> rack) {
        return new MetadataEvent.BrokerRegistered(
                id, new UUID(0, id), "host" + id, 9090 + id, rack, NodeAddress.UNKNOWN, new UUID(1, id), List.of());
    }
}
