package io.ottla.actors.partition;

import io.ottla.storage.LogDirectory;

/**
 * Where a replica lives.
 *
 * @param directory its log directory
 * @param threads what works on that one's disk
 */
public record Home(LogDirectory directory, PartitionActor.DiskThreads threads) {}
