package io.ottla.actors.partition.state;

/**
 * How far the leader's own log goes.
 *
 * @param endOffset the offset that the next record gets
 * @param safeEnd everything below is as safe here as the topic asks for: written, or forced to disk
 */
public record LogEnd(long endOffset, long safeEnd) {}
