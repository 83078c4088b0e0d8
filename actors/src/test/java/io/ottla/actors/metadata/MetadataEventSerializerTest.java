package io.ottla.actors.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.remote.Cbor;
import io.ottla.actors.remote.NodeAddress;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetadataEventSerializerTest {
    private final MetadataEventSerializer serializer = new MetadataEventSerializer();

    static Stream<MetadataEvent> events() {
        Uuid topic = Uuid.randomUuid();
        ConfigResource resource = ConfigResource.topic("orders");
        return Stream.of(
                new MetadataEvent.ControllerElected(1, 7),
                new MetadataEvent.BrokerRegistered(
                        1,
                        UUID.randomUUID(),
                        "host",
                        9092,
                        Optional.of("rack"),
                        new NodeAddress("host", 2551),
                        UUID.randomUUID(),
                        List.of(Uuid.randomUuid())),
                new MetadataEvent.BrokerRegistered(
                        1,
                        UUID.randomUUID(),
                        "host",
                        9092,
                        Optional.empty(),
                        NodeAddress.UNKNOWN,
                        new UUID(0, 0),
                        List.of()),
                new MetadataEvent.BrokerUnfenced(1),
                new MetadataEvent.BrokerFenced(1),
                new MetadataEvent.BrokerInControlledShutdown(1),
                new MetadataEvent.BrokerUnregistered(1),
                new MetadataEvent.TopicCreated("orders", topic, 3, List.of(List.of(1, 2), List.of(2, 1))),
                new MetadataEvent.TopicDeleted(topic),
                new MetadataEvent.PartitionsAdded(topic, List.of(List.of(1))),
                new MetadataEvent.PartitionsChanged(
                        List.of(new MetadataEvent.PartitionChange(topic, 0, 1, true, List.of(1, 2)))),
                new MetadataEvent.PartitionsChanged(List.of(new MetadataEvent.PartitionChange(
                        topic,
                        7,
                        PartitionImage.NO_LEADER,
                        true,
                        List.of(),
                        Optional.of(List.of(2)),
                        Optional.of(2),
                        Optional.of(List.of(1, 2, 3)),
                        Optional.of(List.of(3)),
                        Optional.of(List.of())))),
                new MetadataEvent.ReplicationFactorChanged(topic, 3),
                new MetadataEvent.FeatureChanged("transaction.version", 1),
                new MetadataEvent.ConfigChanged(resource, "retention.ms", Optional.of("5")),
                new MetadataEvent.ConfigChanged(resource, "retention.ms", Optional.empty()),
                new MetadataEvent.ProducerIdsAllocated(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsWhatItWrote(MetadataEvent event) {
        assertThat(serializer.fromBinary(serializer.toBinary(event))).isEqualTo(event);
    }

    @Test
    void readsAChangeOfThePartitionsOfTheFirstVersion() throws IOException {
        Uuid topic = Uuid.randomUuid();
        Map<String, Object> change = Map.of(
                "topicId", topic.toString(), "partition", 3, "leader", 1, "newLeaderEpoch", true, "isr", List.of(1));
        byte[] stored = Cbor.mapper().writeValueAsBytes(Map.of("@e", "changed", "changes", List.of(change)));

        assertThat(serializer.fromBinary(stored))
                .isEqualTo(new MetadataEvent.PartitionsChanged(
                        List.of(new MetadataEvent.PartitionChange(topic, 3, 1, true, List.of(1)))));
    }

    @Test
    void everyKindOfEventIsTested() {
        assertThat(events().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(MetadataEvent.class.getPermittedSubclasses());
    }
}
