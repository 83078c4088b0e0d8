package io.ottla.actors.journal.state;

/**
 * How a writer paces itself.
 *
 * @param idleMs after this long without a message, a voter is sent an empty append (rule C2)
 * @param retryMs after this long without an answer, a message is sent again
 * @param batchBytes about how many bytes of entries travel at once
 * @param keepBytes about how many bytes of committed entries the writer keeps for voters that are behind
 */
public record Pace(long idleMs, long retryMs, long batchBytes, long keepBytes) {}
