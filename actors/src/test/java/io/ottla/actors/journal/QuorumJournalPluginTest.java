package io.ottla.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ottla.actors.controller.Controller;
import io.ottla.actors.controller.ControllerGuardian;
import io.ottla.actors.controller.ListeningBroker;
import io.ottla.actors.controller.ScriptedProbe;
import io.ottla.actors.controller.state.ControllerDecisions;
import io.ottla.actors.controller.state.ControllerDefaults;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.node.NodeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controller over the real journal: what it answered is there after a restart. */
class QuorumJournalPluginTest {
    private static final ControllerDefaults DEFAULTS = new ControllerDefaults(1, 1, 100);

    @TempDir
    Path folder;

    @Test
    void whatTheControllerAnsweredSurvivesARestart() {
        MetadataImage before = inController(controller -> {
            controller.register();
            Controller.TopicsChanged created = controller.create("orders", Map.of("retention.ms", "1000"));
            assertThat(created.results())
                    .extracting(Controller.TopicResult::error)
                    .containsExactly(Errors.NONE);
            assertThat(controller.allocate().first()).isZero();
            return controller.image();
        });

        MetadataImage after = inController(controller -> {
            controller.register();
            assertThat(controller.create("orders", Map.of()).results())
                    .extracting(Controller.TopicResult::error)
                    .containsExactly(Errors.TOPIC_ALREADY_EXISTS);
            assertThat(controller.allocate().first()).isEqualTo(1000);
            return controller.image();
        });

        assertThat(after.topics().topic("orders").map(TopicImage::id))
                .isEqualTo(before.topics().topic("orders").map(TopicImage::id))
                .isPresent();
        assertThat(after.config(ConfigResource.topic("orders"))).containsEntry("retention.ms", "1000");
        assertThat(after.controllerEpoch()).isGreaterThan(before.controllerEpoch());
    }

    @Test
    void aControllerThatLostItsSessionTakesOverAgainAndTellsItsBrokers() {
        inController(controller -> {
            ListeningBroker broker = controller.register();
            long epoch = broker.controllerEpoch();
            controller.loseTheSession();

            broker.awaitImage(image -> image.controllerEpoch() > epoch);
            assertThat(controller.create("orders", Map.of()).results())
                    .extracting(Controller.TopicResult::error)
                    .containsExactly(Errors.NONE);
            return broker.image();
        });
    }

    @Test
    void aControllerGoesOnFromItsSnapshot() {
        Config often = ConfigFactory.parseMap(Map.of("ottla.controller.snapshot-every-events", 5));
        MetadataImage before = inController(often, controller -> {
            controller.register();
            for (int i = 0; i < 20; i++) {
                controller.create("orders-" + i, Map.of("retention.ms", "1000"));
            }
            return controller.image();
        });

        MetadataImage after = inController(often, controller -> {
            controller.register();
            return controller.image();
        });

        assertThat(before.topics().size()).isEqualTo(21);
        before.topics()
                .all()
                .forEach(topic -> assertThat(after.topics().topic(topic.name()).map(TopicImage::id))
                        .contains(topic.id()));
        assertThat(after.configs()).isEqualTo(before.configs());
        assertThat(after.sequenceNr()).isGreaterThan(before.sequenceNr());
    }

    private interface Work {
        MetadataImage with(Client client);
    }

    private MetadataImage inController(Work work) {
        return inController(ConfigFactory.empty(), work);
    }

    private MetadataImage inController(Config changed, Work work) {
        ActorTestKit kit = ActorTestKit.create("ottla", changed.withFallback(NodeConfig.of("127.0.0.1", 0, folder, 1)));
        try {
            ActorRef<Controller.Command> guardian = kit.spawn(ControllerGuardian.create(
                    1, new ControllerDecisions(DEFAULTS, new Random(1)), new ScriptedProbe()));
            return work.with(new Client(kit, ListeningBroker.on(kit.system(), 1), guardian));
        } finally {
            kit.shutdownTestKit();
        }
    }

    private record Client(ActorTestKit kit, ListeningBroker broker, ActorRef<Controller.Command> guardian) {
        ListeningBroker register() {
            broker.register(guardian);
            return broker;
        }

        /** Somebody else opens a session of a new epoch. */
        void loseTheSession() {
            QuorumJournal.get(kit.system().classicSystem())
                    .takeOver()
                    .toCompletableFuture()
                    .join();
        }

        Controller.TopicsChanged create(String name, Map<String, String> configs) {
            TestProbe<Controller.TopicsChanged> answer = kit.createTestProbe(Controller.TopicsChanged.class);
            guardian.tell(new Controller.CreateTopics(
                    List.of(new Controller.NewTopic(name, 3, -1, Map.of(), configs)), false, answer.getRef()));
            return answer.receiveMessage();
        }

        Controller.ProducerIdsAllocated allocate() {
            TestProbe<Controller.ProducerIdsAllocated> answer =
                    kit.createTestProbe(Controller.ProducerIdsAllocated.class);
            guardian.tell(new Controller.AllocateProducerIds(1, answer.getRef()));
            return answer.receiveMessage();
        }

        /** The metadata after everything that was answered. */
        MetadataImage image() {
            long sequenceNr = create("last", Map.of()).sequenceNr();
            return broker.awaitImage(image -> image.sequenceNr() >= sequenceNr);
        }
    }
}
