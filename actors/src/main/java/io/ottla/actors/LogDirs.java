package io.ottla.actors;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/** The node's log directories, for those who look at them and move replicas between them. Any thread. */
public interface LogDirs {
    /** Every configured directory, as it is now. Asks the disks. */
    List<Description> describe();

    /**
     * Moves replicas of this node to other log directories, each while it goes on working (KIP-113). Completes when the moves have begun, with
     * an error for each: LOG_DIR_NOT_FOUND, KAFKA_STORAGE_ERROR where that directory or the replica is offline, REPLICA_NOT_AVAILABLE where
     * the replica is not here, but will be made in that directory, UNKNOWN_TOPIC_OR_PARTITION.
     *
     * @param wanted the path of a log directory for each partition
     */
    CompletionStage<Map<TopicPartition, Errors>> move(Map<TopicPartition, String> wanted);

    /**
     * One log directory.
     *
     * @param path where it is
     * @param failed whether it is offline because of a disk error
     * @param totalBytes the size of its volume, -1 if unknown
     * @param usableBytes what is free on its volume, -1 if unknown
     */
    record Description(String path, boolean failed, long totalBytes, long usableBytes) {}
}
