package io.ottla.actors.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.journal.state.VoterCandidate;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.remote.NodeAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VoterDutyTest {
    private final List<List<VoterCandidate>> told = new ArrayList<>();
    private final List<Integer> decommissioned = new ArrayList<>();
    private final VoterDuty duty = new VoterDuty(told::add, decommissioned::add);
    private final MetadataImage two = registered(registered(MetadataImage.EMPTY, 2), 1);

    @Test
    void tellsTheRegisteredBrokersWhenTheyHaveChanged() {
        duty.follow(two);
        duty.follow(MetadataReplay.replay(two, new MetadataEvent.ProducerIdsAllocated(1)));
        duty.follow(MetadataReplay.replay(two, new MetadataEvent.BrokerUnfenced(1)));

        assertThat(told).hasSize(2);
        assertThat(told.get(0)).extracting(VoterCandidate::nodeId).containsExactly(1, 2);
        assertThat(told.get(1)).extracting(VoterCandidate::live).containsExactly(true, false);
    }

    @Test
    void takesTheVoteOfADrainedBrokerAwayOnce() {
        ConfigResource cluster = new ConfigResource(ConfigResource.Type.BROKER, "");
        MetadataImage drained = MetadataReplay.replay(
                two, new MetadataEvent.ConfigChanged(cluster, "ottla.decommission.brokers", Optional.of("2")));

        duty.follow(drained);
        duty.follow(drained);

        assertThat(decommissioned).containsExactly(2);
    }

    private static MetadataImage registered(MetadataImage image, int id) {
        return MetadataReplay.replay(
                image,
                new MetadataEvent.BrokerRegistered(
                        id,
                        new UUID(0, id),
                        "host",
                        9092,
                        Optional.empty(),
                        new NodeAddress("host", 2550 + id),
                        new UUID(1, id),
                        List.of()));
    }
}
