package io.ottla.actors.partition.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaProgressTest {
    @Test
    void aLeaderAloneCommitsWhatItHas() {
        ReplicaProgress progress = new ReplicaProgress(List.of(1), List.of(1), 1, 0);

        assertThat(progress.acknowledge(1, 5)).isTrue();
        assertThat(progress.highWatermark()).isEqualTo(5);
    }

    @Test
    void theSlowestReplicaInSyncHoldsTheWatermark() {
        ReplicaProgress progress = new ReplicaProgress(List.of(1, 2, 3), List.of(1, 2), 1, 0);

        progress.acknowledge(1, 10);
        assertThat(progress.highWatermark()).isZero();
        progress.acknowledge(3, 10);
        assertThat(progress.highWatermark()).isZero();
        progress.acknowledge(2, 7);
        assertThat(progress.highWatermark()).isEqualTo(7);
    }

    @Test
    void theWatermarkNeverGoesBack() {
        ReplicaProgress progress = new ReplicaProgress(List.of(1, 2), List.of(1), 1, 0);
        progress.acknowledge(1, 9);

        progress.reconfigure(List.of(1, 2), List.of(1, 2), 1);

        assertThat(progress.highWatermark()).isEqualTo(9);
    }

    @Test
    void theWatermarkStandsWhileTooFewAreInSync() {
        ReplicaProgress progress = new ReplicaProgress(List.of(1, 2), List.of(1), 2, 3);

        assertThat(progress.enoughInSync()).isFalse();
        assertThat(progress.acknowledge(1, 9)).isFalse();
        assertThat(progress.highWatermark()).isEqualTo(3);
    }

    @Test
    void noMoreReplicasAreRequiredThanAreAssigned() {
        assertThat(new ReplicaProgress(List.of(1), List.of(1), 2, 0).enoughInSync())
                .isTrue();
    }
}
