package io.ottla.actors.simulation.cluster;

/** The rules of safety that a simulated cluster can be told to break, to see that the invariants notice. */
enum Rule {
    /** R1: acks=all is answered when every replica in sync has the record. */
    ACKNOWLEDGE_ONCE_COMMITTED(Invariant.ACKNOWLEDGED_IS_KEPT),
    /** R1: a follower counts only by a fetch of this leader epoch whose last record agrees with the leader's log. */
    COMPARE_EPOCHS(Invariant.SHOWN_IS_THE_SAME_EVERYWHERE),
    /** R1: a follower cuts what differs from the leader's log, and no more. */
    CUT_WHAT_DIFFERS(Invariant.NOTHING_COMMITTED_IS_CUT),
    /** R1: a replica that is proposed counts from that moment. */
    COUNT_THE_PROPOSED(Invariant.ACKNOWLEDGED_IS_KEPT),
    /** R1, KIP-903: who is in sync is the process that the leader has heard from. */
    NAME_THE_PROCESS(Invariant.ACKNOWLEDGED_IS_KEPT),
    /** R2: the watermark stands while too few are in sync. */
    STAND_WHILE_TOO_FEW_ARE_IN_SYNC(Invariant.WATERMARK_STANDS_WHILE_TOO_FEW_ARE_IN_SYNC),
    /** R2: nobody leads but whom the controller has elected. */
    LEAD_WHEN_ELECTED(Invariant.ONE_LEADER_IN_AN_EPOCH),
    /** R2, KIP-966: nobody leads who may lack what is committed. */
    ELECT_CLEAN_REPLICAS(Invariant.ACKNOWLEDGED_IS_KEPT),
    /** R3: a new leader starts with the watermark that it knew. */
    START_WITH_THE_KNOWN_WATERMARK(Invariant.COMMITTED_IS_KEPT),
    /** R5: with flush.messages=1 a leader counts its own log as far as its disk has it. */
    COUNT_WHAT_THE_DISK_HAS(Invariant.ACKNOWLEDGED_IS_KEPT),
    /** R5: with flush.messages=1 a follower fetches on when its disk has what it was sent. */
    FETCH_ONCE_FORCED(Invariant.ACKNOWLEDGED_IS_KEPT),
    /** KIP-497: an ISR is changed only on the state that the proposer has seen. */
    COMPARE_AND_SET(Invariant.ACKNOWLEDGED_IS_KEPT),
    /** KIP-841: who is fenced is in sync nowhere. */
    REFUSE_THE_FENCED(Invariant.METADATA_MAKES_SENSE),
    /** KIP-497: another leader leads in another epoch. */
    COUNT_LEADERS(Invariant.EPOCHS_GO_UP),
    /** R6: a move takes a replica away when all that stay are in sync. */
    ADD_BEFORE_REMOVING(Invariant.HEALING_DROPS_NOBODY_NEEDED),
    /** M2: a controller that begins, or stood still, gives every broker a fresh interval. */
    FRESH_INTERVAL(Invariant.FENCED_FOR_ITS_OWN_SILENCE),
    /** M7: who knows that it is fenced stops leading. */
    STOP_WHEN_FENCED(Invariant.FENCED_LEADS_NOTHING),
    /** M8: a broker that did not shut down cleanly is in sync nowhere. */
    FORGET_UNCLEAN_BROKERS(Invariant.ACKNOWLEDGED_IS_KEPT),
    /** C1: whoever was superseded as the controller commits nothing more. */
    ONE_WRITER(Invariant.EPOCHS_GO_UP),
    /** C3, C5: what is older than what is known is ignored. */
    IGNORE_OLDER_METADATA(Invariant.IMAGES_ADVANCE),
    /** A leader whose proposal got no answer proposes again. */
    PROPOSE_AGAIN(Invariant.ALL_IS_WELL_AGAIN);

    private final Invariant noticedBy;

    Rule(Invariant noticedBy) {
        this.noticedBy = noticedBy;
    }

    /** One of the invariants that do not hold without it. */
    Invariant noticedBy() {
        return noticedBy;
    }
}
