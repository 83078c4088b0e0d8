package io.ottla.actors.controller;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import io.ottla.actors.controller.BrokerLink.Content;
import io.ottla.actors.controller.state.ControllerDecisions;
import io.ottla.actors.controller.state.ControllerDefaults;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.node.NodeConfig;
import io.ottla.actors.remote.NodeActors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller with brokers and clients on other nodes: actor systems of their own, over real connections. */
class ControllerOverNodesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private final ScriptedProbe probe = new ScriptedProbe();
    private ActorTestKit first;
    private ActorTestKit second;
    private ActorRef<Controller.Command> guardian;
    private ActorRef<Controller.Command> fromSecond;
    private ListeningBroker broker1;
    private ListeningBroker broker2;

    @BeforeEach
    void start() {
        first = node("first");
        second = node("second");
        guardian = spawnController("controller");
        ActorRefResolver here = ActorRefResolver.get(first.system());
        fromSecond = ActorRefResolver.get(second.system()).resolveActorRef(here.toSerializationFormat(guardian));
        broker1 = ListeningBroker.on(first.system(), 1);
        broker2 = ListeningBroker.on(second.system(), 2);
        broker1.register(guardian);
        broker2.register(fromSecond);
    }

    private ActorRef<Controller.Command> spawnController(String name) {
        return first.spawn(
                ControllerGuardian.create(
                        1, new ControllerDecisions(new ControllerDefaults(1, 1, 20_000), new Random(1)), probe),
                name);
    }

    private ActorTestKit node(String name) {
        return ActorTestKit.create(NodeActors.SYSTEM_NAME, NodeConfig.of("127.0.0.1", 0, folder.resolve(name), 1));
    }

    @AfterEach
    void stop() {
        second.shutdownTestKit();
        first.shutdownTestKit();
    }

    @Test
    void everyBrokerGetsEveryChange() {
        long sequenceNr = create("orders").sequenceNr();

        MetadataImage here = broker1.awaitImage(image -> image.sequenceNr() >= sequenceNr);
        MetadataImage there = broker2.awaitImage(image -> image.sequenceNr() >= sequenceNr);
        assertThat(there.topics()).isEqualTo(here.topics());
        assertThat(there.brokers().keySet()).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void aBrokerThatLostMessagesGetsThemAgainAndNoWholeImage() {
        long before = images(broker2);
        broker2.losing(true);
        create("lost-1");
        create("lost-2");
        broker2.losing(false);

        broker2.awaitImage(image -> image.topics().topic("lost-2").isPresent());

        assertThat(broker2.image().topics().topic("lost-1")).isPresent();
        assertThat(images(broker2)).isEqualTo(before);
    }

    @Test
    void aSilentBrokerIsFencedAndServesAgainWhenItAnswers() {
        broker2.silent(true);
        broker1.awaitImage(image -> image.liveBroker(2).isEmpty());

        broker2.silent(false);

        broker1.awaitImage(image -> image.liveBroker(2).isPresent());
        broker2.awaitImage(image -> image.liveBroker(2).isPresent());
    }

    @Test
    void anotherProcessAtTheAddressProvesThatTheFirstIsGone() {
        broker2.restart();

        broker1.awaitImage(image -> image.liveBroker(2).isEmpty());
        broker2.register(fromSecond);
        assertThat(broker2.image().brokers().get(2).incarnation()).isEqualTo(broker2.incarnation());
    }

    @Test
    void aSecondNodeWithANumberThatLivesIsRefused() {
        ActorTestKit third = node("third");
        try {
            ListeningBroker impostor = ListeningBroker.on(third.system(), 2);
            ActorRef<Controller.Command> fromThird = ActorRefResolver.get(third.system())
                    .resolveActorRef(ActorRefResolver.get(first.system()).toSerializationFormat(guardian));

            Controller.BrokerRegistration answer = impostor.tryToRegister(fromThird);

            assertThat(answer.error()).isEqualTo(Errors.DUPLICATE_BROKER_REGISTRATION);
            assertThat(answer.message()).contains("node 2 is already running").contains("--node-id");
            assertThat(broker1.image().brokers().get(2).incarnation()).isEqualTo(broker2.incarnation());
        } finally {
            third.shutdownTestKit();
        }
    }

    @Test
    void aBrokerWhosePortsRefuseIsFencedAtOnceWhenAnotherSawItToo() {
        probe.gone(NodeActors.own(second.system()), true);
        broker2.losing(true);

        guardian.tell(new Controller.BrokerLooksGone(2, broker2.incarnation(), 3));

        // Its answers to heartbeats bring it back afterwards: what counts is that it was fenced while it answered.
        broker1.awaitImage(image -> image.sequenceNr() > 0 && wasFenced(broker1, 2));
    }

    @Test
    void aControllerThatTakesOverFindsByItselfWhoIsGone() {
        probe.gone(NodeActors.own(second.system()), true);
        first.stop(guardian);

        guardian = spawnController("next");

        // It answers heartbeats, so nothing but its closed ports speaks against it.
        broker1.awaitImage(image -> wasFenced(broker1, 2));
    }

    @Test
    void aBrokerWhosePortsAnswerIsNotFenced() {
        long before = broker1.image().sequenceNr();
        guardian.tell(new Controller.BrokerLooksGone(2, broker2.incarnation(), 3));

        create("after");

        broker1.awaitImage(image -> image.topics().topic("after").isPresent());
        assertThat(broker1.image().sequenceNr()).isEqualTo(before + 1);
        assertThat(broker1.image().liveBroker(2)).isPresent();
    }

    @Test
    void aRequestThatIsLargerThanAMessageArrives() {
        Map<Integer, List<Integer>> assignments = new HashMap<>();
        IntStream.range(0, 15_000).forEach(partition -> assignments.put(partition, List.of(1 + partition % 2)));

        Controller.TopicsChanged changed = create(new Controller.NewTopic("large", -1, -1, assignments, Map.of()));

        assertThat(changed.results()).extracting(Controller.TopicResult::error).containsExactly(Errors.NONE);
        TopicImage topic = broker2.awaitImage(
                        image -> image.topics().topic("large").isPresent())
                .topics()
                .topic("large")
                .orElseThrow();
        assertThat(topic.partitions()).hasSize(15_000);
    }

    private static long images(ListeningBroker broker) {
        return broker.parts().stream()
                .filter(part -> part.content() == Content.IMAGE)
                .count();
    }

    private static boolean wasFenced(ListeningBroker observer, int broker) {
        return observer.events().stream().anyMatch(event -> event.equals(new MetadataEvent.BrokerFenced(broker)));
    }

    private Controller.TopicsChanged create(String name) {
        return create(new Controller.NewTopic(name, 1, 1, Map.of(), Map.of()));
    }

    /** Creates a topic from the second node. */
    private Controller.TopicsChanged create(Controller.NewTopic topic) {
        MetadataCache metadata = new MetadataCache();
        ControllerClient client = new ControllerClient(fromSecond, second.system(), metadata);
        var answer = client.createTopics(List.of(topic), false, TIMEOUT).toCompletableFuture();
        broker2.awaitImage(image -> {
            metadata.publish(broker1.image());
            return answer.isDone();
        });
        return answer.join();
    }
}
