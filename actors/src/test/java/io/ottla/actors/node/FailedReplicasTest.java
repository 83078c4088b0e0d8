package io.ottla.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.controller.Controller;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class FailedReplicasTest {
    private static final Uuid ORDERS = new Uuid(7, 7);

    private final MetadataImage image = MetadataReplay.replay(
            MetadataImage.EMPTY,
            new MetadataEvent.TopicCreated("orders", ORDERS, 1, List.of(List.of(1), List.of(1), List.of(2))));
    private final List<Controller.Command> told = new ArrayList<>();
    private final NodeIdentity identity = new NodeIdentity(
            1, "cluster", UUID.randomUUID(), "localhost", 9092, Optional.empty(), UUID.randomUUID(), List.of(), -1);
    private final FailedReplicas failed = new FailedReplicas(identity, told::add);

    @Test
    void oneMoreThatFailsIsToldAloneAndOnce() {
        failed.add(replica(0), image);
        failed.add(replica(1), image);
        failed.add(replica(1), image);

        assertThat(told).containsExactly(report(0), report(1));
    }

    @Test
    void allAreToldAgainWhileTheControllerCountsOnThem() {
        failed.add(replica(0), image);
        failed.add(replica(1), image);
        told.clear();

        failed.tell(image);
        assertThat(told).containsExactly(report(0), report(1));

        told.clear();
        failed.tell(MetadataImage.EMPTY);
        assertThat(told).isEmpty();
    }

    @Test
    void nothingIsToldOfAPartitionThatDoesNotCountOnThisNode() {
        failed.add(replica(2), image);

        assertThat(told).isEmpty();
    }

    private Controller.Command report(int partition) {
        return new Controller.ReplicaFailed(1, identity.incarnation(), ORDERS, partition);
    }

    private static TopicIdPartition replica(int partition) {
        return new TopicIdPartition(ORDERS, partition, "orders");
    }
}
