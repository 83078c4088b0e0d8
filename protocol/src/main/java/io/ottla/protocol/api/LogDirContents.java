package io.ottla.protocol.api;

import io.ottla.actors.LogDirs;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionRegistry;
import io.ottla.actors.partition.PartitionView;
import io.ottla.storage.LogView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsPartition;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsResult;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsTopic;
import org.apache.kafka.common.protocol.Errors;

/** Log directories with the wanted ones of this node's replicas in them. Looks at the disk. */
final class LogDirContents {
    private final PartitionRegistry partitions;
    private final Predicate<TopicPartition> wanted;

    LogDirContents(PartitionRegistry partitions, Predicate<TopicPartition> wanted) {
        this.partitions = partitions;
        this.wanted = wanted;
    }

    /** Each directory with what is in it; a failed one has an error instead. */
    List<DescribeLogDirsResult> of(List<LogDirs.Description> directories) {
        return directories.stream().map(this::result).toList();
    }

    private DescribeLogDirsResult result(LogDirs.Description directory) {
        DescribeLogDirsResult result = new DescribeLogDirsResult().setLogDir(directory.path());
        if (directory.failed()) {
            return result.setErrorCode(Errors.KAFKA_STORAGE_ERROR.code());
        }
        return result.setErrorCode(Errors.NONE.code())
                .setTopics(topics(directory))
                .setTotalBytes(directory.totalBytes())
                .setUsableBytes(directory.usableBytes());
    }

    private List<DescribeLogDirsTopic> topics(LogDirs.Description directory) {
        Map<String, DescribeLogDirsTopic> topics = new TreeMap<>();
        Path path = Path.of(directory.path());
        for (PartitionHandle handle : partitions.all()) {
            PartitionView view = handle.view();
            if (view == null
                    || view.role() == PartitionView.Role.OFFLINE
                    || !wanted.test(handle.id().topicPartition())) {
                continue;
            }
            if (path.equals(handle.directory())) {
                add(topics, handle, current(view.log()));
            }
            PartitionHandle.Future future = handle.future();
            if (future != null && path.equals(future.directory())) {
                LogView copied = future.copied().get();
                if (copied != null) {
                    add(topics, handle, future(view.log(), copied));
                }
            }
        }
        return List.copyOf(topics.values());
    }

    private static void add(
            Map<String, DescribeLogDirsTopic> topics, PartitionHandle handle, DescribeLogDirsPartition described) {
        topics.computeIfAbsent(handle.id().topic(), name -> new DescribeLogDirsTopic().setName(name))
                .partitions()
                .add(described.setPartitionIndex(handle.id().partition()));
    }

    /** The replica itself: what of the high watermark it has not got yet. */
    private static DescribeLogDirsPartition current(LogView log) {
        return new DescribeLogDirsPartition()
                .setPartitionSize(log.sizeInBytes())
                .setOffsetLag(Math.max(0, log.highWatermark() - log.logEndOffset()))
                .setIsFutureKey(false);
    }

    /** The copy of a replica that is being moved here: what it has not got yet of the replica. */
    private static DescribeLogDirsPartition future(LogView log, LogView copied) {
        return new DescribeLogDirsPartition()
                .setPartitionSize(copied.sizeInBytes())
                .setOffsetLag(Math.max(0, log.logEndOffset() - copied.logEndOffset()))
                .setIsFutureKey(true);
    }
}
