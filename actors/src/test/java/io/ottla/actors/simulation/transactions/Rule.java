package io.ottla.actors.simulation.transactions;

/** The rules that a simulation can be told to break, to see that the checks notice. */
enum Rule {
    /** G2: what is decided is shown once it is committed. */
    ANSWER_ONCE_COMMITTED,
    /** KIP-890: no batch opens a transaction that its coordinator does not know. */
    ASK_BEFORE_THE_FIRST_BATCH,
    /** G3: a marker of a former coordinator, or of a former epoch, ends nothing. */
    FENCE_MARKERS
}
