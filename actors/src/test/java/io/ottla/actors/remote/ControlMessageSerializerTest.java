package io.ottla.actors.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ExtendedActorSystem;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import com.typesafe.config.ConfigFactory;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ControlMessageSerializerTest {
    private static final ActorTestKit KIT =
            ActorTestKit.create(ConfigFactory.parseString("""
            akka.actor {
              serializers.ottla-control = "io.ottla.actors.remote.ControlMessageSerializer"
              serialization-bindings."io.ottla.actors.remote.ControlMessage" = ottla-control
            }
            """).withFallback(ConfigFactory.load()));

    private final Serialization serialization =
            SerializationExtension.get(KIT.system().classicSystem());

    @SuppressWarnings("ArrayRecordComponent") // messages carry bytes; nobody compares them
    record Everything(
            UUID java,
            Uuid kafka,
            Optional<String> there,
            Optional<String> absent,
            List<Inner> inner,
            Map<Integer, List<Integer>> map,
            byte[] bytes,
            NodeAddress address,
            ActorRef<Everything> replyTo)
            implements ControlMessage {}

    record Inner(String name, long number) {}

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void bringsBackAllThatAMessageMayHold() throws Exception {
        TestProbe<Everything> probe = KIT.createTestProbe();
        Everything sent = new Everything(
                UUID.randomUUID(),
                Uuid.randomUuid(),
                Optional.of("x"),
                Optional.empty(),
                List.of(new Inner("a", Long.MAX_VALUE)),
                Map.of(1, List.of(2, 3)),
                "bytes".getBytes(StandardCharsets.UTF_8),
                new NodeAddress("host", 2551),
                probe.getRef());

        byte[] bytes = serialization.serialize(sent).get();
        Everything got = serialization.deserialize(bytes, Everything.class).get();

        assertThat(got).usingRecursiveComparison().ignoringFields("replyTo").isEqualTo(sent);
        got.replyTo().tell(sent);
        assertThat(probe.receiveMessage()).isSameAs(sent);
    }

    @Test
    void loadsNothingButMessages() {
        SerializerWithStringManifest serializer =
                new ControlMessageSerializer((ExtendedActorSystem) KIT.system().classicSystem());

        assertThatThrownBy(() -> serializer.fromBinary(new byte[0], "java.lang.String"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("is no message between nodes");
        assertThatThrownBy(() -> serializer.fromBinary(new byte[0], "io.ottla.Newer"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("knows no message");
    }

    @Test
    void aDamagedMessageIsRefused() {
        SerializerWithStringManifest serializer =
                new ControlMessageSerializer((ExtendedActorSystem) KIT.system().classicSystem());

        assertThatThrownBy(() -> serializer.fromBinary(new byte[] {1, 2, 3}, Everything.class.getName()))
                .isInstanceOf(NotSerializableException.class);
    }
}
