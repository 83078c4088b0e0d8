package io.ottla.actors.group.state;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * An offset that somebody wants committed.
 *
 * @param topicId the topic's id as the committer or the broker knows it, zero if neither does
 * @param leaderEpoch the epoch of the last consumed record, -1 if unknown
 * @param metadata whatever the client wants to keep with it
 * @param retentionMs how long to keep it, -1 for the broker's retention (before version 5)
 */
public record OffsetToCommit(
        TopicPartition partition, Uuid topicId, long offset, int leaderEpoch, String metadata, long retentionMs) {}
