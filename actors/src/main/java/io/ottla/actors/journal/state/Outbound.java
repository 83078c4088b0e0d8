package io.ottla.actors.journal.state;

/**
 * A request to send.
 *
 * @param to the voter or learner, where the sender last knew it
 */
public record Outbound(VoterAt to, VoterRequest request) {}
