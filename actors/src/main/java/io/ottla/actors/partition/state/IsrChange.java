package io.ottla.actors.partition.state;

import java.util.List;

/**
 * The ISR that a leader proposes (KIP-497).
 *
 * @param leaderEpoch the epoch it leads in
 * @param partitionEpoch the state that the proposal stands on
 * @param isr who shall be in sync, the leader included
 */
public record IsrChange(int leaderEpoch, int partitionEpoch, List<InSync> isr) {
    public IsrChange {
        isr = List.copyOf(isr);
    }

    /** A replica in the incarnation that the leader has heard from, -1 if it has not heard from it. */
    public record InSync(int brokerId, long brokerEpoch) {}
}
