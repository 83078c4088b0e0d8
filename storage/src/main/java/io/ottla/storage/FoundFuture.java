package io.ottla.storage;

import java.nio.file.Path;
import org.apache.kafka.common.Uuid;

/**
 * A log that was on its way into a log directory when that was last closed, or crashed.
 *
 * @param topicId the topic it belongs to
 * @param partition the partition's number
 * @param path its folder
 * @param whole whether what is in it may be built upon: the shutdown was clean
 */
public record FoundFuture(Uuid topicId, int partition, Path path, boolean whole) {}
