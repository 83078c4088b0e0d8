package io.ottla.actors.simulation.cluster;

/** What must hold in a cluster at every step, whatever happens. Behind each stands the rule of safety that it is for. */
enum Invariant {
    /** R2: a partition has at most one leader in an epoch. */
    ONE_LEADER_IN_AN_EPOCH,
    /** R3: what was below a watermark at one replica is the same at every other. */
    SHOWN_IS_THE_SAME_EVERYWHERE,
    /** R1, R3: whoever is in sync or eligible has everything that was ever below a watermark, so a reader's position stays valid. */
    COMMITTED_IS_KEPT,
    /** R1, M8: whoever is in sync or eligible has everything that a producer was told is stored. */
    ACKNOWLEDGED_IS_KEPT,
    /** R1: no replica cuts its log below its own watermark. */
    NOTHING_COMMITTED_IS_CUT,
    /** R2: a leader's watermark moves only while enough are in sync and nobody else is eligible. */
    WATERMARK_STANDS_WHILE_TOO_FEW_ARE_IN_SYNC,
    /** R2, KIP-841: the leader is in sync, who is in sync is assigned and not fenced. */
    METADATA_MAKES_SENSE,
    /** R2, KIP-497: another leader has a higher epoch, another state a higher partition epoch. */
    EPOCHS_GO_UP,
    /** C3, C5: a process listens to no lower controller epoch, and its metadata never goes back. */
    IMAGES_ADVANCE,
    /** M2: a broker is fenced for its own silence alone, in time in which the controller ran. */
    FENCED_FOR_ITS_OWN_SILENCE,
    /** M7: whoever knows that it is fenced takes nothing. */
    FENCED_LEADS_NOTHING,
    /** R6: without an operator's word a partition never has fewer copies in sync because of a move. */
    HEALING_DROPS_NOBODY_NEEDED,
    /** After the faults every partition is whole again. */
    ALL_IS_WELL_AGAIN
}
