package io.ottla.actors.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.group.state.assignor.TopicFacts;
import io.ottla.actors.group.state.assignor.TopicsView;
import io.ottla.actors.group.state.consumer.ConsumerContext;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataReplay;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class ConsumerSurroundingsTest {
    private static final Uuid ORDERS = new Uuid(1, 1);

    private final MetadataCache metadata = new MetadataCache();
    private BrokerSettings broker = BrokerSettings.of(Map.of());
    private final ConsumerSurroundings surroundings = new ConsumerSurroundings(() -> broker, metadata);

    @Test
    void choosesTheHeartbeatIntervalByTheNumberOfMembers() {
        HeartbeatPace pace = new HeartbeatPace();
        assertThat(pace.heartbeatIntervalMs()).isEqualTo(500);

        pace.changed(2_000);
        assertThat(pace.heartbeatIntervalMs()).isEqualTo(2_000);
        pace.changed(8_000);
        assertThat(pace.heartbeatIntervalMs()).isEqualTo(5_000);
        pace.changed(-10_000);
        assertThat(pace.heartbeatIntervalMs()).isEqualTo(500);
    }

    @Test
    void leavesTheIntervalsToItselfUntilAnOperatorSetsThem() {
        ConsumerContext context = surroundings.of("group");
        assertThat(context.settings().get().heartbeatIntervalMs()).isEmpty();
        assertThat(context.settings().get().sessionTimeoutMs()).isEqualTo(45_000);

        publish(new MetadataEvent.ConfigChanged(
                new ConfigResource(ConfigResource.Type.GROUP, "group"),
                "consumer.heartbeat.interval.ms",
                Optional.of("7000")));
        assertThat(context.settings().get().heartbeatIntervalMs()).hasValue(7_000);
        assertThat(surroundings.of("other").settings().get().heartbeatIntervalMs()).isEmpty();

        broker = BrokerSettings.of(Map.of("group.consumer.heartbeat.interval.ms", "6000"));
        assertThat(surroundings.of("other").settings().get().heartbeatIntervalMs()).hasValue(6_000);
    }

    @Test
    void letsGroupsChangeTheirProtocolInTheDirectionsOfThePolicy() {
        broker = BrokerSettings.of(Map.of("group.consumer.migration.policy", "upgrade"));

        assertThat(surroundings.of("group").settings().get().mayUpgrade()).isTrue();
        assertThat(surroundings.of("group").settings().get().mayDowngrade()).isFalse();
    }

    @Test
    void tellsANewSetOfTopicsFromNewPartitionsOfTheSame() {
        publish(new MetadataEvent.TopicCreated("orders", ORDERS, 1, List.of(List.of(1))));
        TopicsView before = surroundings.of("group").topics().get();

        publish(new MetadataEvent.PartitionsAdded(ORDERS, List.of(List.of(1))));
        TopicsView grown = surroundings.of("group").topics().get();
        assertThat(grown.version()).isGreaterThan(before.version());
        assertThat(grown.namesVersion()).isEqualTo(before.namesVersion());
        assertThat(grown.topic("orders").map(TopicFacts::partitions)).contains(2);
        assertThat(before.topic(ORDERS).map(TopicFacts::partitions)).contains(1);

        publish(new MetadataEvent.TopicCreated("more", new Uuid(2, 2), 1, List.of(List.of(1))));
        TopicsView more = surroundings.of("group").topics().get();
        assertThat(more.namesVersion()).isGreaterThan(grown.namesVersion());
        assertThat(more.names()).containsExactlyInAnyOrder("orders", "more");
    }

    private void publish(MetadataEvent event) {
        metadata.publish(MetadataReplay.replay(metadata.image(), List.of(event)));
    }
}
