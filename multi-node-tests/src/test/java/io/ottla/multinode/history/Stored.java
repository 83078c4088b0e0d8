package io.ottla.multinode.history;

/** A record of the log as it is in the end. */
public record Stored(long offset, Message message) {}
