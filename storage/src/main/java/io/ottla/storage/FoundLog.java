package io.ottla.storage;

import java.nio.file.Path;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * A partition's folder found when its log directory was opened.
 *
 * @param partition the partition its name tells
 * @param topicId the topic it belongs to, which may meanwhile have been deleted or created anew
 * @param path the folder
 */
public record FoundLog(TopicPartition partition, Uuid topicId, Path path) {}
