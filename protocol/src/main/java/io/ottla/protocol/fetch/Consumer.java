package io.ottla.protocol.fetch;

import io.ottla.actors.access.Caller;

/**
 * Who reads as a consumer, and how.
 *
 * @param caller who it is
 * @param committedOnly whether only decided transactions are read: up to the last stable offset instead of the high watermark
 * @param takesAnyReplica whether it may be sent to a follower, and be served by one (KIP-392)
 * @param rack where it is, empty if it does not say
 */
public record Consumer(Caller caller, boolean committedOnly, boolean takesAnyReplica, String rack) {}
