package io.ottla.storage;

import java.nio.file.Path;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * How a log is to be opened.
 *
 * @param partition its name
 * @param topicId its topic
 * @param directory its folder, which exists
 * @param recoveryPoint everything below was forced to disk
 * @param startOffset log start offset of the last checkpoint
 * @param highWatermark high watermark of the last checkpoint
 * @param clean whether everything was forced to disk and then left alone
 */
record LogOpening(
        TopicPartition partition,
        Uuid topicId,
        Path directory,
        long recoveryPoint,
        long startOffset,
        long highWatermark,
        boolean clean) {}
