package io.ottla.actors.simulation.cluster;

/** The rules of safety that a simulated cluster can be told to break, to see that the invariants notice. */
enum Rule {
    /** R1: acks=all is answered when every replica in sync has the record. */
    ACKNOWLEDGE_ONCE_COMMITTED,
    /** R1: a follower counts only by a fetch of this leader epoch whose last record agrees with the leader's log. */
    COMPARE_EPOCHS,
    /** M8: a broker that did not shut down cleanly is in sync nowhere. */
    FORGET_UNCLEAN_BROKERS,
    /** KIP-497: an ISR is changed only on the state that the proposer has seen. */
    COMPARE_AND_SET,
    /** KIP-966: nobody leads who may lack what is committed. */
    ELECT_CLEAN_REPLICAS,
    /** C1: whoever was superseded as the controller commits nothing more. */
    ONE_WRITER
}
