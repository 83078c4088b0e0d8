package io.ottla.actors.group.state;

/**
 * Where a classic group stands.
 *
 * <pre>
 *             first join                  all joined, or time is up
 *   DEAD ──────────────────┐     ┌──────────────────────────────────────┐
 *                          v     │                                      v
 *   EMPTY ──────────> PREPARING_REBALANCE <──────────────── COMPLETING_REBALANCE
 *     ^   first join       │     ^       somebody joins, leaves,        │
 *     └────────────────────┘     │       dies, or fails to sync         │ leader's assignments
 *        nobody is left          └────────────── STABLE <───────────────┘ are committed
 * </pre>
 */
public enum GroupPhase {
    /** Nobody knows the group: it has no members and nothing is stored of it. */
    DEAD("Dead"),
    /** It has no members but is stored, if only by its offsets. */
    EMPTY("Empty"),
    /** Its members are being gathered for the next generation. */
    PREPARING_REBALANCE("PreparingRebalance"),
    /** The generation is made; its leader is to hand in the assignments. */
    COMPLETING_REBALANCE("CompletingRebalance"),
    /** Every member of the generation has its assignment or can get it. */
    STABLE("Stable");

    private final String label;

    GroupPhase(String label) {
        this.label = label;
    }

    /** The name that clients know. */
    public String label() {
        return label;
    }
}
