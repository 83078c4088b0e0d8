package io.ottla.actors.controller;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import com.typesafe.config.ConfigFactory;
import io.ottla.actors.controller.BrokerLink.Content;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.remote.ControlMessage;
import io.ottla.actors.remote.NodeAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is said to and by the controller arrives on another node as it was sent. */
class ControllerMessagesTest {
    private static final ActorTestKit KIT =
            ActorTestKit.create(ConfigFactory.parseString("""
            akka.actor {
              serializers.ottla-control = "io.ottla.actors.remote.ControlMessageSerializer"
              serialization-bindings."io.ottla.actors.remote.ControlMessage" = ottla-control
            }
            """).withFallback(ConfigFactory.load()));
    private static final UUID INCARNATION = UUID.randomUUID();
    private static final Uuid TOPIC = Uuid.randomUuid();
    private static final NodeAddress NODE = new NodeAddress("node", 2551);

    private final Serialization serialization =
            SerializationExtension.get(KIT.system().classicSystem());

    static Stream<ControlMessage> messages() {
        return Stream.of(requests(), answers(), notices(), toBrokers()).flatMap(each -> each);
    }

    private static Stream<ControlMessage> requests() {
        Controller.PartitionName partition = new Controller.PartitionName("orders", 1);
        return Stream.of(
                new Controller.CreateTopics(
                        List.of(new Controller.NewTopic(
                                "orders", 2, -1, Map.of(0, List.of(1, 2)), Map.of("retention.ms", "1"))),
                        true,
                        ref()),
                new Controller.DeleteTopics(List.of(TOPIC), ref()),
                new Controller.CreatePartitions(
                        List.of(new Controller.MorePartitions("orders", 5, List.of(List.of(1)))), false, ref()),
                new Controller.AlterConfigs(
                        List.of(new Controller.ConfigChange(
                                ConfigResource.topic("orders"), Map.of("a", Optional.of("b"), "c", Optional.empty()))),
                        false,
                        ref()),
                new Controller.AllocateProducerIds(1, ref()),
                new Controller.RegisterBroker(
                        1,
                        INCARNATION,
                        "host",
                        9092,
                        Optional.of("rack"),
                        NODE,
                        UUID.randomUUID(),
                        List.of(Uuid.randomUuid()),
                        7,
                        8,
                        ref()),
                new Controller.ShutDownBroker(1, INCARNATION, ref()),
                new Controller.AlterPartitions(
                        1,
                        5,
                        List.of(new Controller.IsrProposal(TOPIC, 0, 1, 2, List.of(new Controller.ReplicaState(1, 5)))),
                        ref()),
                new Controller.ElectLeaders(Controller.Election.PREFERRED, List.of(partition), ref()),
                new Controller.ReassignPartitions(
                        List.of(new Controller.Reassignment(partition, Optional.of(List.of(2, 3)))), true, ref()),
                new Controller.UnregisterBroker(1, ref()),
                new Controller.UpdateFeatures(
                        List.of(new Controller.FeatureUpdate(
                                "group.version", 1, Controller.FeatureMove.SAFE_DOWNGRADE)),
                        true,
                        ref()));
    }

    private static Stream<ControlMessage> answers() {
        Controller.PartitionResult result = new Controller.PartitionResult(
                new Controller.PartitionName("orders", 1), Errors.ELECTION_NOT_NEEDED, "no");
        return Stream.of(
                new Controller.TopicsChanged(
                        List.of(new Controller.TopicResult(
                                "orders",
                                Errors.NONE,
                                "",
                                Optional.of(new Controller.TopicSummary("orders", TOPIC, 3, 2)))),
                        9),
                new Controller.ConfigsAltered(
                        List.of(new Controller.ConfigResult(
                                ConfigResource.topic("orders"), Errors.INVALID_CONFIG, "no")),
                        9),
                new Controller.ProducerIdsAllocated(Errors.NONE, Long.MAX_VALUE, 1000),
                new Controller.BrokerRegistration(Errors.DUPLICATE_BROKER_REGISTRATION, "taken", -1, true, 9),
                new Controller.ShutDownProgress(Errors.NONE, 3, 9),
                new Controller.PartitionsAltered(
                        Errors.NONE, List.of(new Controller.PartitionAltered(TOPIC, 0, Errors.FENCED_LEADER_EPOCH))),
                new Controller.LeadersElected(List.of(result), 9),
                new Controller.PartitionsReassigned(List.of(result), 9),
                new Controller.Changed(Errors.FEATURE_UPDATE_FAILED, "no", 9),
                new BrokerLink.HeartbeatAnswer(1, INCARNATION, 9, true),
                new BrokerLink.Seen(true));
    }

    private static Stream<ControlMessage> notices() {
        return Stream.of(
                new Controller.ReplicaFailed(1, INCARNATION, TOPIC, 2),
                new Controller.RequestPart(UUID.randomUUID(), 0, 2, new byte[] {1, 2}, "manifest"),
                new Controller.BrokerReady(1, INCARNATION),
                new Controller.BrokerLooksGone(1, INCARNATION, 2),
                new Controller.FenceBroker(1, INCARNATION, "gone"),
                new Controller.MetadataMissing(1, INCARNATION, 4));
    }

    private static Stream<ControlMessage> toBrokers() {
        return Stream.of(
                new BrokerLink.Heartbeat(3, 1, INCARNATION, 5, true, 9, ref()),
                new BrokerLink.Look(new NodeAddress("host", 9092), NODE, ref()),
                new BrokerLink.MetadataPart(3, Content.EVENTS, 9, 0, 1, new byte[] {3}));
    }

    private static <T> ActorRef<T> ref() {
        return KIT.<T>createTestProbe().getRef();
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void arrivesAsItWasSent(ControlMessage message) {
        byte[] bytes = serialization.serialize(message).get();

        assertThat(serialization.deserialize(bytes, message.getClass()).get())
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @Test
    void everyMessageIsTested() {
        List<Class<?>> all = Stream.of(Controller.class, BrokerLink.class)
                .flatMap(protocol -> Arrays.stream(protocol.getDeclaredClasses()))
                .filter(nested -> nested.isRecord() && ControlMessage.class.isAssignableFrom(nested))
                .toList();

        assertThat(messages().<Class<?>>map(Object::getClass).distinct()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void whateverWaitsForAnAnswerCanBeRefused() {
        assertThat(Arrays.stream(Controller.class.getDeclaredClasses())
                        .filter(nested -> nested.isRecord() && Controller.Command.class.isAssignableFrom(nested))
                        .filter(nested -> Arrays.stream(nested.getRecordComponents())
                                .anyMatch(component -> component.getType().equals(ActorRef.class))))
                .allMatch(Controller.Request.class::isAssignableFrom);
    }
}
