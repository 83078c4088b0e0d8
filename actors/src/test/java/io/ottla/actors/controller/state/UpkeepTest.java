package io.ottla.actors.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.metadata.PartitionImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the controller does by itself as time passes (safety rule R6). */
class UpkeepTest {
    private static final long HEAL_AFTER_MS = 10_000;

    private final Upkeep upkeep = new Upkeep(new UpkeepSettings(HEAL_AFTER_MS, false, 1_000), PartitionRules.DEFAULT);
    private long nowMs;

    @Test
    void aReplicaOnABrokerThatIsGoneForLongIsCreatedAnewAndTheOldOneIsNotDropped() {
        MetadataImage gone = Clusters.fenced(orders(5), 3);

        assertThat(after(gone, HEAL_AFTER_MS - 1)).isEqualTo(gone);
        PartitionImage healing = orders(after(gone, HEAL_AFTER_MS));

        assertThat(healing.replicas()).startsWith(1, 2, 3).hasSize(4);
        assertThat(healing.addingReplicas()).hasSize(1);
        assertThat(healing.removingReplicas()).isEmpty();
    }

    @Test
    void theNewestCopyGoesWhenTheBrokerIsBackAndInSync() {
        MetadataImage healing = after(Clusters.fenced(orders(5), 3), HEAL_AFTER_MS);
        int newest = orders(healing).addingReplicas().get(0);
        MetadataImage healed = Clusters.inSync(healing, "orders", 1, 2, newest);
        MetadataImage back = Clusters.unfenced(healed, 3);
        assertThat(orders(after(back, 1)).replicas()).contains(newest);

        MetadataImage trimmed = after(Clusters.inSync(back, "orders", 1, 2, newest, 3), 1);

        assertThat(orders(trimmed).replicas()).containsExactly(1, 2, 3);
        assertThat(orders(trimmed).isr()).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void theReturnedCopyGoesWhenItDoesNotCatchUp() {
        MetadataImage healing = after(Clusters.fenced(orders(5), 3), HEAL_AFTER_MS);
        int newest = orders(healing).addingReplicas().get(0);
        MetadataImage back = Clusters.unfenced(Clusters.inSync(healing, "orders", 1, 2, newest), 3);

        MetadataImage trimmed = after(back, HEAL_AFTER_MS + 1);

        assertThat(orders(trimmed).replicas()).containsExactly(1, 2, newest);
    }

    @Test
    void theClockStandsWhileNobodyLooks() {
        MetadataImage gone = Clusters.fenced(orders(5), 3);
        look(gone);
        nowMs += 100 * HEAL_AFTER_MS;

        assertThat(look(gone)).isEmpty();
    }

    @Test
    void nothingIsHealedWhileHalfOfTheBrokersAreGone() {
        MetadataImage gone = Clusters.fenced(orders(4), 3, 4);

        assertThat(after(gone, 10 * HEAL_AFTER_MS)).isEqualTo(gone);
    }

    @Test
    void nothingIsHealedWhereThatIsTurnedOff() {
        MetadataImage off = Clusters.configured(orders(5), "ottla.self.heal.after.ms", "0");
        MetadataImage gone = Clusters.fenced(off, 3);

        assertThat(after(gone, 10 * HEAL_AFTER_MS)).isEqualTo(gone);
    }

    @Test
    void aPartitionWithoutLeaderIsLeftAlone() {
        MetadataImage image = Clusters.with(Clusters.of(5), "orders", 1, List.of(List.of(3)));
        MetadataImage gone = Clusters.fenced(image, 3);

        assertThat(after(gone, 2 * HEAL_AFTER_MS)).isEqualTo(gone);
    }

    @Test
    void aTopicOfASmallClusterGetsItsCopiesAsBrokersJoin() {
        MetadataImage one = Clusters.with(Clusters.of(1), "orders", 3, List.of(List.of(1)));
        MetadataImage three = one;
        for (int id = 2; id <= 3; id++) {
            three = MetadataReplay.replay(
                    three, List.of(Clusters.registered(id), new MetadataEvent.BrokerUnfenced(id)));
        }

        PartitionImage growing = orders(after(three, 1));

        assertThat(growing.replicas()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(growing.addingReplicas()).containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void copiesAreCreatedInAnotherRack() {
        MetadataImage image = MetadataImage.EMPTY;
        for (int id = 1; id <= 6; id++) {
            image = MetadataReplay.replay(
                    image,
                    List.of(
                            Clusters.registered(id, Optional.of(id == 6 ? "b" : "a")),
                            new MetadataEvent.BrokerUnfenced(id)));
        }
        MetadataImage gone = Clusters.fenced(Clusters.with(image, "orders", 2, List.of(List.of(1, 2))), 2);

        assertThat(orders(after(gone, HEAL_AFTER_MS)).addingReplicas()).containsExactly(6);
    }

    @Test
    void aDrainedBrokerLosesItsReplicasOnceOthersHaveThem() {
        MetadataImage drained = Clusters.configured(orders(4), "ottla.decommission.brokers", "1");

        MetadataImage moving = after(drained, 1);
        assertThat(orders(moving).replicas()).containsExactly(1, 2, 3, 4);
        MetadataImage moved = after(Clusters.inSync(moving, "orders", 1, 2, 3, 4), 1);

        assertThat(orders(moved).replicas()).containsExactly(2, 3, 4);
        assertThat(orders(moved).leader()).isEqualTo(2);
        assertThat(Clusters.topic(moved, "orders").replicationFactor()).isEqualTo(3);
    }

    @Test
    void aDrainedBrokerGivesItsReplicasUpWhereNobodyCanTakeThem() {
        MetadataImage drained = Clusters.configured(orders(3), "ottla.decommission.brokers", "3");

        assertThat(orders(after(drained, 1)).replicas()).containsExactly(1, 2);
    }

    @Test
    void theOnlyCopyStaysOnADrainedBroker() {
        MetadataImage image = Clusters.with(Clusters.of(1), "orders", 1, List.of(List.of(1)));
        MetadataImage drained = Clusters.configured(image, "ottla.decommission.brokers", "1");

        assertThat(after(drained, 1)).isEqualTo(drained);
    }

    @Test
    void theReplicasOfABrokerThatWasUnregisteredAreReplacedWithoutWaiting() {
        MetadataImage fenced = Clusters.fenced(orders(4), 3);
        MetadataImage without = MetadataReplay.replay(
                fenced,
                new BrokerDecisions(PartitionRules.DEFAULT)
                        .unregister(fenced, 3)
                        .events());

        MetadataImage healing = after(without, 1);
        assertThat(orders(healing).addingReplicas()).containsExactly(4);
        MetadataImage healed = after(Clusters.inSync(healing, "orders", 1, 2, 4), 1);

        assertThat(orders(healed).replicas()).containsExactly(1, 2, 4);
    }

    @Test
    void onlySoManyPartitionsAreHealedAtOnce() {
        List<List<Integer>> many = IntStream.range(0, 3 * SelfHealing.MAX_AT_ONCE)
                .mapToObj(unused -> List.of(1, 2, 3))
                .toList();
        MetadataImage gone = Clusters.fenced(Clusters.with(Clusters.of(5), "orders", 3, many), 3);

        MetadataImage healing = after(gone, HEAL_AFTER_MS);

        assertThat(Clusters.topic(healing, "orders").partitions())
                .filteredOn(PartitionImage::isReassigning)
                .hasSize(SelfHealing.MAX_AT_ONCE);
    }

    @Test
    void whatIsWellCausesNoEvents() {
        MetadataImage well = orders(5);

        assertThat(after(well, 2 * HEAL_AFTER_MS)).isEqualTo(well);
    }

    /** Three copies on brokers 1 to 3 of so many. */
    private static MetadataImage orders(int brokers) {
        return Clusters.with(Clusters.of(brokers), "orders", 3, List.of(List.of(1, 2, 3)));
    }

    private static PartitionImage orders(MetadataImage image) {
        return Clusters.partition(image, "orders", 0);
    }

    private List<MetadataEvent> look(MetadataImage image) {
        return upkeep.tend(image, nowMs);
    }

    /** The image after the controller has watched for so long, in small steps, up to the first thing it does. */
    private MetadataImage after(MetadataImage image, long durationMs) {
        long endMs = nowMs + durationMs;
        List<MetadataEvent> events = look(image);
        while (events.isEmpty() && nowMs < endMs) {
            nowMs = Math.min(endMs, nowMs + 1_000);
            events = look(image);
        }
        return MetadataReplay.replay(image, events);
    }
}
