package io.ottla.protocol.api;

import io.ottla.actors.LogDirs;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionRegistry;
import io.ottla.actors.partition.PartitionView;
import java.nio.file.Files;
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
        for (PartitionHandle handle : partitions.all()) {
            TopicPartition partition = handle.id().topicPartition();
            PartitionView view = handle.view();
            if (view == null || view.role() == PartitionView.Role.OFFLINE || !wanted.test(partition)) {
                continue;
            }
            // A replica's folder is named after it.
            if (Files.isDirectory(Path.of(directory.path(), partition.toString()))) {
                topics.computeIfAbsent(partition.topic(), name -> new DescribeLogDirsTopic().setName(name))
                        .partitions()
                        .add(described(partition, view));
            }
        }
        return List.copyOf(topics.values());
    }

    /** No replica is ever moved between directories here, so each one found is the current one and lags behind none. */
    private static DescribeLogDirsPartition described(TopicPartition partition, PartitionView view) {
        return new DescribeLogDirsPartition()
                .setPartitionIndex(partition.partition())
                .setPartitionSize(view.log().sizeInBytes())
                .setOffsetLag(0)
                .setIsFutureKey(false);
    }
}
