package io.ottla.actors.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.actors.remote.Cbor;
import io.ottla.actors.remote.NodeAddress;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class MetadataImageCodecTest {
    @Test
    void readsWhatItWrote() {
        MetadataImage image = image(20, 5);

        assertThat(MetadataImageCodec.decode(MetadataImageCodec.encode(image))).isEqualTo(image);
        assertThat(MetadataImageCodec.decode(MetadataImageCodec.encode(MetadataImage.EMPTY)))
                .isEqualTo(MetadataImage.EMPTY);
    }

    @Test
    void aPartitionTakesFewBytes() {
        int small = MetadataImageCodec.encode(image(10, 100)).length;
        int large = MetadataImageCodec.encode(image(20, 100)).length;

        assertThat((large - small) / 1_000).isLessThan(80);
    }

    @Test
    void refusesWhatOnlyALaterVersionReads() throws Exception {
        byte[] later = Cbor.mapper().writeValueAsBytes(Map.of("version", 99));

        assertThatThrownBy(() -> MetadataImageCodec.decode(later))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("version 99");
    }

    @Test
    void refusesWhatIsCut() {
        byte[] bytes = MetadataImageCodec.encode(image(2, 2));

        assertThatThrownBy(() -> MetadataImageCodec.decode(Arrays.copyOf(bytes, bytes.length - 10)))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void eventsArriveInTheirOrder() {
        List<MetadataEvent> events = List.of(
                new MetadataEvent.BrokerFenced(3),
                new MetadataEvent.ProducerIdsAllocated(7),
                new MetadataEvent.BrokerUnfenced(3));

        assertThat(MetadataEventsCodec.decode(MetadataEventsCodec.encode(events)))
                .isEqualTo(events);
    }

    private static MetadataImage image(int topics, int partitions) {
        List<MetadataEvent> events = new ArrayList<>();
        events.add(new MetadataEvent.ControllerElected(1, 4));
        events.add(new MetadataEvent.BrokerRegistered(
                1,
                UUID.randomUUID(),
                "host",
                9092,
                Optional.of("rack"),
                new NodeAddress("host", 2551),
                UUID.randomUUID(),
                List.of(Uuid.randomUuid())));
        events.add(new MetadataEvent.BrokerUnfenced(1));
        for (int topic = 0; topic < topics; topic++) {
            Uuid id = Uuid.randomUuid();
            List<List<Integer>> assignments = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                assignments.add(List.of(partition % 10, (partition + 1) % 10, (partition + 2) % 10));
            }
            events.add(new MetadataEvent.TopicCreated("topic-" + topic, id, 3, assignments));
            events.add(new MetadataEvent.ConfigChanged(
                    ConfigResource.topic("topic-" + topic), "retention.ms", Optional.of("1000")));
            events.add(new MetadataEvent.PartitionsChanged(
                    List.of(new MetadataEvent.PartitionChange(id, 1, -1, true, List.of(2)))));
        }
        events.add(new MetadataEvent.ProducerIdsAllocated(1_000));
        events.add(new MetadataEvent.FeatureChanged("group.version", 1));
        return MetadataReplay.replay(MetadataImage.EMPTY, events);
    }
}
