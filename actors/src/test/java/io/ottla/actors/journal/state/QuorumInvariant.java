package io.ottla.actors.journal.state;

/** What must hold of a quorum journal at every step, whatever happens to its voters and writers. */
enum QuorumInvariant {
    /** Q1: an epoch has one writer. */
    ONE_WRITER_IN_AN_EPOCH,
    /** Q1: what is written at an index in an epoch is one entry. */
    ONE_ENTRY_IN_A_PLACE,
    /** Q1: a promise that was answered is on disk, and stays there. */
    PROMISE_IS_NEVER_FORGOTTEN,
    /** Q1: entries that were acknowledged are on disk. */
    ANSWERED_IS_ON_DISK,
    /** Q2: two voters have the same up to their commit indexes. */
    JOURNALS_AGREE_UP_TO_THE_COMMIT_INDEX,
    /** Q2: a commit index goes up, and the log behind it does not go. */
    COMMIT_INDEX_IS_MONOTONIC,
    /** Q2: no voter counts as committed what no writer does. */
    COMMIT_INDEX_IS_OF_A_MAJORITY,
    /** Q3: what one writer has committed, every later one has, under the epoch it was written in. */
    COMMITTED_IS_NEVER_LOST,
    /** Q4: voters change one at a time. */
    ONE_VOTER_CHANGE_AT_A_TIME,
    /** Q5: a folder answers for nobody else. */
    FOLDERS_ANSWER_FOR_THEMSELVES,
    /** Q8: a snapshot is what the committed entries come to. */
    SNAPSHOTS_ARE_OF_COMMITTED_STATE
}
