import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.ottla.actors.controller.BrokerLink;
import io.ottla.actors.controller.BrokerLink.MetadataPart;
import io.ottla.actors.controller.BrokerLink.ToNode;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.controller.ControllerGuardian;
import io.ottla.actors.controller.state.ControllerDecisions;
import io.ottla.actors.controller.state.ControllerDefaults;
import io.ottla.actors.journal.QuorumFolder;
import io.ottla.actors.journal.QuorumJournal;
import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.membership.PeerProbe;
import io.ottla.actors.metadata.MetadataEventsCodec;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataImageCodec;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.node.NodeConfig;
import io.ottla.actors.remote.NodeActors;
import io.ottla.actors.remote.NodeAddress;
import io.ottla.actors.remote.Parts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.Errors;

/**
 * What metadata costs as partitions grow in number: the controller and the journal as they are, three voters that force their disks, and
 * brokers that do nothing but answer heartbeats and take the metadata. Each has an actor system of its own and is reached over TCP; all
 * share one process and its cores, so what every broker does is paid ten times here.
 *
 * <p>Prints a line for each run: how long it takes until every broker knows of all partitions, and, when one of the brokers is fenced,
 * until the first and the last of the others know the new leaders; and how many bytes each of the two adds to a voter's journal.
 *
 * <pre>
 *   java -Xmx4g -cp ottla.jar MetadataScale.java ROUNDS PARTITIONS...
 * </pre>
 */
final class MetadataScale {
    private static final int BROKERS = 10;
    private static final int VOTERS = 3;
    private static final int COPIES = 3;
    private static final int PARTITIONS_PER_TOPIC = 100;
    private static final int TOPICS_PER_REQUEST = 10;
    private static final int WARM_UPS = 2;
    private static final int WARM_UP_PARTITIONS = 100_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path root;
    private final List<VoterAt> nodes = new ArrayList<>();
    private final List<Broker> brokers = new ArrayList<>();
    private final ActorRef<Controller.Command> controller;

    private record Run(
            int partitions, double createMs, long createBytes, double firstMs, double allMs, long failoverBytes) {
        static final String HEADER = "partitions\tcreate_ms\tcreate_bytes\tfailover_first_ms\tfailover_all_ms\tfailover_bytes";

        String line() {
            return "%d\t%.0f\t%d\t%.1f\t%.1f\t%d".formatted(
                    partitions, createMs, createBytes, firstMs, allMs, failoverBytes);
        }
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        int[] sizes = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
        for (int i = 0; i < WARM_UPS; i++) {
            measure(WARM_UP_PARTITIONS);
        }
        System.out.println(Run.HEADER);
        for (int round = 0; round < rounds; round++) {
            for (int size : sizes) {
                System.out.println(measure(size).line());
            }
        }
        System.exit(0);
    }

    private static Run measure(int partitions) throws Exception {
        Path root = Files.createTempDirectory("metadata-scale");
        try {
            MetadataScale cluster = new MetadataScale(root);
            try {
                return cluster.run(partitions);
            } finally {
                cluster.close();
            }
        } finally {
            delete(root);
        }
    }

    private MetadataScale(Path root) throws IOException {
        this.root = root;
        for (int id = 1; id <= BROKERS; id++) {
            nodes.add(new VoterAt(id, new UUID(0, id), new NodeAddress("127.0.0.1", freePort())));
        }
        for (VoterAt node : nodes) {
            List<VoterAt> first = node.nodeId() <= VOTERS ? nodes.subList(0, VOTERS) : List.of();
            QuorumFolder.format(folder(node.nodeId()), new KnownVoters(0, 0, first), node.directoryId());
            brokers.add(new Broker(node, folder(node.nodeId()), nodes));
        }
        ControllerDefaults defaults = new ControllerDefaults(1, COPIES, ControllerDefaults.MAX_PARTITIONS_PER_REQUEST);
        controller = brokers.get(0)
                .system
                .systemActorOf(
                        ControllerGuardian.create(1, new ControllerDecisions(defaults, new Random(1)), new NobodyGone()),
                        "controller",
                        akka.actor.typed.Props.empty());
        for (Broker broker : brokers) {
            broker.register(controller);
        }
        awaitAll(brokers, image -> image.brokers().values().stream()
                        .filter(broker -> !broker.fenced())
                        .count()
                == BROKERS);
    }

    private Run run(int partitions) throws IOException {
        int topics = partitions / PARTITIONS_PER_TOPIC;
        long before = journalBytes();
        long start = System.nanoTime();
        for (int topic = 0; topic < topics; topic += TOPICS_PER_REQUEST) {
            create(topic, Math.min(topics, topic + TOPICS_PER_REQUEST));
        }
        awaitAll(brokers, image -> image.topics().size() == topics);
        double createMs = millisSince(start);
        long created = journalBytes();

        Broker failed = brokers.get(BROKERS - 1);
        List<Broker> others = brokers.subList(0, BROKERS - 1);
        long fenced = System.nanoTime();
        controller.tell(new Controller.FenceBroker(failed.id, failed.incarnation, "measured"));
        Predicate<MetadataImage> moved = image -> image.liveBroker(failed.id).isEmpty();
        CompletableFuture.anyOf(others.stream()
                        .map(broker -> broker.when(moved))
                        .toArray(CompletableFuture[]::new))
                .join();
        double firstMs = millisSince(fenced);
        awaitAll(others, moved);
        double allMs = millisSince(fenced);
        check(partitions, others.get(0).image, failed.id);
        return new Run(partitions, createMs, created - before, firstMs, allMs, journalBytes() - created);
    }

    private void create(int from, int to) {
        List<Controller.NewTopic> topics = IntStream.range(from, to)
                .mapToObj(topic ->
                        new Controller.NewTopic("topic-" + topic, PARTITIONS_PER_TOPIC, COPIES, Map.of(), Map.of()))
                .toList();
        Controller.TopicsChanged answer = AskPattern.<Controller.Command, Controller.TopicsChanged>ask(
                        controller,
                        replyTo -> new Controller.CreateTopics(topics, false, replyTo),
                        PATIENCE,
                        brokers.get(0).system.scheduler())
                .toCompletableFuture()
                .join();
        answer.results().stream()
                .filter(result -> result.error() != Errors.NONE)
                .findFirst()
                .ifPresent(result -> {
                    throw new IllegalStateException("not created: " + result);
                });
    }

    private static void check(int partitions, MetadataImage image, int failed) {
        List<PartitionImage> all = image.topics().all().stream()
                .flatMap(topic -> topic.partitions().stream())
                .toList();
        boolean right = all.size() == partitions
                && all.stream().allMatch(partition -> partition.hasLeader()
                        && partition.leader() != failed
                        && !partition.isr().contains(failed));
        if (!right) {
            throw new IllegalStateException("the failover of broker " + failed + " is not complete");
        }
    }

    private static void awaitAll(List<Broker> brokers, Predicate<MetadataImage> wanted) {
        CompletableFuture.allOf(
                        brokers.stream().map(broker -> broker.when(wanted)).toArray(CompletableFuture[]::new))
                .orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    /** A voter's copy: every entry, because nothing is compacted meanwhile. */
    private long journalBytes() throws IOException {
        return Files.size(folder(1).resolve("journal.log"));
    }

    private Path folder(int id) {
        return root.resolve("node-" + id);
    }

    private void close() {
        brokers.forEach(broker -> broker.system.terminate());
        brokers.forEach(broker ->
                broker.system.getWhenTerminated().toCompletableFuture().join());
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** As much of a broker as the controller sees. */
    private static final class Broker {
        final int id;
        final UUID incarnation = UUID.randomUUID();
        final ActorSystem<Void> system;
        volatile MetadataImage image = MetadataImage.EMPTY;
        private final VoterAt node;
        private final List<byte[]> collected = new ArrayList<>();
        private final List<Waiting> waiting = new ArrayList<>();

        private record Waiting(Predicate<MetadataImage> wanted, CompletableFuture<Void> done) {}

        Broker(VoterAt node, Path folder, List<VoterAt> all) {
            this.node = node;
            id = node.nodeId();
            system = ActorSystem.create(
                    Behaviors.empty(),
                    NodeActors.SYSTEM_NAME,
                    ConfigFactory.parseString("""
                            akka.loglevel = ERROR
                            ottla.journal { node-id = %d, format-alone = off, compact-after-bytes = 1GiB }
                            ottla.controller.snapshot-every-events = 0
                            """.formatted(id))
                            .withFallback(NodeConfig.of(
                                    node.address().host(), node.address().port(), folder, 1)));
            system.systemActorOf(
                    Behaviors.receive(MetadataPart.class)
                            .onMessage(MetadataPart.class, part -> {
                                take(part);
                                return Behaviors.same();
                            })
                            .build(),
                    BrokerLink.METADATA,
                    akka.actor.typed.Props.empty());
            system.systemActorOf(
                    Behaviors.receive(ToNode.class)
                            .onMessage(BrokerLink.Heartbeat.class, heartbeat -> {
                                heartbeat
                                        .replyTo()
                                        .tell(new BrokerLink.HeartbeatAnswer(
                                                id, incarnation, image.sequenceNr(), true));
                                return Behaviors.same();
                            })
                            .build(),
                    BrokerLink.NODE,
                    akka.actor.typed.Props.empty());
            QuorumJournal.get(system.classicSystem())
                    .peers(all.stream().map(VoterAt::address).toList());
        }

        void register(ActorRef<Controller.Command> controller) {
            Controller.BrokerRegistration answer;
            do {
                answer = AskPattern.<Controller.Command, Controller.BrokerRegistration>ask(
                                controller,
                                replyTo -> new Controller.RegisterBroker(
                                        id,
                                        incarnation,
                                        "127.0.0.1",
                                        9092,
                                        Optional.empty(),
                                        node.address(),
                                        node.directoryId(),
                                        List.of(),
                                        -1,
                                        0,
                                        replyTo),
                                PATIENCE,
                                system.scheduler())
                        .toCompletableFuture()
                        .join();
            } while (answer.error() != Errors.NONE);
        }

        private void take(MetadataPart part) {
            if (part.number() == 0) {
                collected.clear();
            }
            collected.add(part.bytes());
            if (collected.size() < part.count()) {
                return;
            }
            byte[] whole = Parts.join(collected);
            if (part.content() == BrokerLink.Content.IMAGE) {
                MetadataImage loaded = MetadataImageCodec.decode(whole);
                become(loaded.sequenceNr() > image.sequenceNr() ? loaded : image);
            } else if (part.sequenceNr() == image.sequenceNr()) {
                become(MetadataReplay.replay(image, MetadataEventsCodec.decode(whole)));
            }
        }

        private synchronized void become(MetadataImage newer) {
            image = newer;
            waiting.removeIf(one -> one.wanted().test(newer) && one.done().complete(null));
        }

        /** Completes once its metadata is as wanted. */
        synchronized CompletableFuture<Void> when(Predicate<MetadataImage> wanted) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            waiting.add(new Waiting(wanted, done));
            become(image);
            return done;
        }
    }

    private static final class NobodyGone implements PeerProbe {
        @Override
        public CompletionStage<Boolean> gone(NodeAddress kafka, NodeAddress control) {
            return CompletableFuture.completedFuture(false);
        }

        @Override
        public CompletionStage<Boolean> gone(NodeAddress control) {
            return CompletableFuture.completedFuture(false);
        }
    }
}
