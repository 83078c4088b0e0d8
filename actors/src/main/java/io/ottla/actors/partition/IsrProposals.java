package io.ottla.actors.partition;

import io.ottla.actors.partition.state.IsrChange;

/** The way of leaders' proposals to the controller. Usable from any thread. */
public interface IsrProposals {
    /** Of a node that is alone: there is nobody to propose. */
    IsrProposals NONE = (partition, change) -> {};

    /** Asks for an ISR until there is an answer, which comes as {@link Partition.IsrAnswered}. A later proposal replaces an earlier one. */
    void propose(PartitionHandle partition, IsrChange change);
}
