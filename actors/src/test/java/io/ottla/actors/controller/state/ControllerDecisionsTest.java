package io.ottla.actors.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.controller.Controller.BrokerReady;
import io.ottla.actors.controller.Controller.ConfigChange;
import io.ottla.actors.controller.Controller.MorePartitions;
import io.ottla.actors.controller.Controller.NewTopic;
import io.ottla.actors.controller.Controller.RegisterBroker;
import io.ottla.actors.controller.Controller.TopicResult;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class ControllerDecisionsTest {
    private final BrokerDecisions brokers = new BrokerDecisions(PartitionRules.DEFAULT);
    private final TopicDecisions topics = new TopicDecisions(new ControllerDefaults(1, 3, 100), new Random(7));

    @Test
    void createsATopicWithTheDefaultsClampedToTheBrokersThereAre() {
        Decision<TopicResult> decision = topics.create(brokers(1), topic("orders", -1, -1));

        TopicImage created =
                apply(brokers(1), decision).topics().topic("orders").orElseThrow();
        assertThat(created.partitions()).extracting(PartitionImage::replicas).containsExactly(List.of(1));
        assertThat(created.replicationFactor()).isEqualTo(3);
    }

    @Test
    void refusesMoreCopiesThanBrokersWhenTheyAreAskedFor() {
        assertThat(error(topics.create(brokers(1), topic("orders", 1, 2))))
                .isEqualTo(Errors.INVALID_REPLICATION_FACTOR);
    }

    @Test
    void clampsTheCopiesOfInternalTopics() {
        assertThat(error(topics.create(brokers(1), topic("__consumer_offsets", 50, 3))))
                .isEqualTo(Errors.NONE);
    }

    @Test
    void refusesWhatCannotBeATopic() {
        MetadataImage image = apply(brokers(1), topics.create(brokers(1), topic("a.b", 1, 1)));

        assertThat(error(topics.create(image, topic("a.b", 1, 1)))).isEqualTo(Errors.TOPIC_ALREADY_EXISTS);
        assertThat(error(topics.create(image, topic("a_b", 1, 1)))).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
        assertThat(error(topics.create(image, topic("no spaces", 1, 1)))).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
        assertThat(error(topics.create(image, topic("x".repeat(250), 1, 1)))).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
        assertThat(error(topics.create(image, topic("none", 0, 1)))).isEqualTo(Errors.INVALID_PARTITIONS);
        assertThat(error(topics.create(image, topic("many", 101, 1)))).isEqualTo(Errors.POLICY_VIOLATION);
        assertThat(error(topics.create(image, topic("copies", 1, 0)))).isEqualTo(Errors.INVALID_REPLICATION_FACTOR);
    }

    @Test
    void refusesAssignmentsThatCannotBe() {
        MetadataImage image = brokers(2);

        assertThat(error(topics.create(image, assigned(Map.of(0, List.of(1), 2, List.of(2))))))
                .isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        assertThat(error(topics.create(image, assigned(Map.of(0, List.of(1, 1))))))
                .isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        assertThat(error(topics.create(image, assigned(Map.of(0, List.of(9))))))
                .isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        assertThat(error(topics.create(image, assigned(Map.of(0, List.of(1), 1, List.of(1, 2))))))
                .isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        assertThat(error(topics.create(image, assigned(Map.of(0, List.of(1, 2), 1, List.of(2, 1))))))
                .isEqualTo(Errors.NONE);
    }

    @Test
    void placesCopiesOnBrokersThatAreAwayWhenSoManyAreAskedFor() {
        MetadataImage image = Clusters.fenced(brokers(3), 3);

        MetadataImage after = apply(image, topics.create(image, topic("orders", 4, 3)));

        assertThat(Clusters.topic(after, "orders").partitions()).allSatisfy(partition -> {
            assertThat(partition.replicas()).containsExactlyInAnyOrder(1, 2, 3).endsWith(3);
            assertThat(partition.isr()).containsExactlyInAnyOrder(1, 2);
            assertThat(partition.elr()).isEmpty();
            assertThat(partition.hasLeader()).isTrue();
        });
        assertThat(error(topics.create(image, topic("more", 1, 4)))).isEqualTo(Errors.INVALID_REPLICATION_FACTOR);
    }

    @Test
    void refusesAnAssignmentToBrokersThatAreAllAway() {
        MetadataImage image = Clusters.fenced(brokers(3), 3);

        assertThat(error(topics.create(image, assigned(Map.of(0, List.of(3))))))
                .isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        MetadataImage after = apply(image, topics.create(image, assigned(Map.of(0, List.of(3, 1)))));
        assertThat(Clusters.partition(after, "assigned", 0).leader()).isEqualTo(1);
    }

    @Test
    void placesNothingOnABrokerThatIsDrained() {
        MetadataImage image = Clusters.configured(brokers(3), "ottla.decommission.brokers", "2");

        MetadataImage after = apply(image, topics.create(image, topic("orders", 9, 2)));

        assertThat(Clusters.topic(after, "orders").partitions())
                .allSatisfy(partition -> assertThat(partition.replicas()).doesNotContain(2));
    }

    @Test
    void newPartitionsDoNotTouchTheOldOnes() {
        MetadataImage image = apply(brokers(2), topics.create(brokers(2), topic("orders", 1, 2)));
        MetadataImage alone = Clusters.fenced(image, 1);

        MetadataImage after = apply(alone, topics.grow(alone, new MorePartitions("orders", 2, List.of())));

        assertThat(Clusters.partition(after, "orders", 0)).isEqualTo(Clusters.partition(alone, "orders", 0));
        assertThat(Clusters.partition(after, "orders", 1).leader()).isEqualTo(2);
    }

    @Test
    void growsATopicAndRefusesToShrinkIt() {
        MetadataImage image = apply(brokers(1), topics.create(brokers(1), topic("orders", 2, 1)));

        Decision<TopicResult> grown = topics.grow(image, new MorePartitions("orders", 5, List.of()));
        assertThat(grown.answer().topic().orElseThrow().partitions()).isEqualTo(5);
        assertThat(error(topics.grow(image, new MorePartitions("orders", 1, List.of()))))
                .isEqualTo(Errors.INVALID_PARTITIONS);
        assertThat(error(topics.grow(image, new MorePartitions("orders", 2, List.of()))))
                .isEqualTo(Errors.INVALID_PARTITIONS);
        assertThat(error(topics.grow(image, new MorePartitions("unknown", 2, List.of()))))
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void deletesATopicWithItsSettings() {
        MetadataImage image = apply(
                brokers(1),
                topics.create(brokers(1), new NewTopic("orders", 1, 1, Map.of(), Map.of("retention.ms", "5"))));
        Uuid id = image.topics().topic("orders").orElseThrow().id();

        MetadataImage after = apply(image, topics.delete(image, id));

        assertThat(after.topics().topic("orders")).isEmpty();
        assertThat(after.config(ConfigResource.topic("orders"))).isEmpty();
        assertThat(error(topics.delete(after, id))).isEqualTo(Errors.UNKNOWN_TOPIC_ID);
    }

    @Test
    void aSettingThatIsThereAlreadyIsNoEvent() {
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "");
        ConfigChange change = new ConfigChange(broker, Map.of("log.retention.ms", Optional.of("1")));
        MetadataImage image = MetadataReplay.replay(
                brokers(1),
                new ConfigDecisions(PartitionRules.DEFAULT)
                        .alter(brokers(1), change)
                        .events());

        assertThat(image.config(broker)).containsEntry("log.retention.ms", "1");
        assertThat(new ConfigDecisions(PartitionRules.DEFAULT)
                        .alter(image, change)
                        .events())
                .isEmpty();
    }

    @Test
    void refusesSettingsOfATopicThatIsNotThere() {
        ConfigChange change = new ConfigChange(ConfigResource.topic("none"), Map.of("retention.ms", Optional.of("1")));

        assertThat(new ConfigDecisions(PartitionRules.DEFAULT)
                        .alter(brokers(1), change)
                        .answer()
                        .error())
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void theSameIncarnationRegisteringAgainChangesNothing() {
        MetadataImage image = brokers(1);
        UUID incarnation = image.brokers().get(1).incarnation();
        RegisterBroker again = Clusters.registration(1, incarnation, -1);

        assertThat(brokers.register(image, again)).isEmpty();
        assertThat(brokers.ready(image, new BrokerReady(1, UUID.randomUUID()))).isEmpty();
    }

    private static MetadataImage brokers(int count) {
        return Clusters.of(count);
    }

    private static NewTopic topic(String name, int partitions, int replicationFactor) {
        return new NewTopic(name, partitions, replicationFactor, Map.of(), Map.of());
    }

    private static NewTopic assigned(Map<Integer, List<Integer>> assignments) {
        return new NewTopic("assigned", -1, -1, assignments, Map.of());
    }

    private static MetadataImage apply(MetadataImage image, Decision<?> decision) {
        return MetadataReplay.replay(image, decision.events());
    }

    private static Errors error(Decision<TopicResult> decision) {
        return decision.answer().error();
    }
}
