package io.ottla.multinode.workload;

import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.OttlaProcess;
import io.ottla.multinode.history.Copied;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.FileLogInputStream;
import org.apache.kafka.common.record.internal.FileRecords;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The log files of a partition's replicas, as they lie in the folders of the nodes. All nodes run, and nobody writes. */
public final class ReplicaLogs {
    private static final Duration CATCH_UP_WITHIN = Duration.ofSeconds(60);

    private final ClusterOfProcesses cluster;

    /** Those of a cluster whose n-th node has node id n. */
    public ReplicaLogs(ClusterOfProcesses cluster) {
        this.cluster = cluster;
    }

    /** Waits until the replicas of these partitions are equally long, and reads them; what is still shorter then stays so. */
    Map<TopicPartition, Map<Integer, List<Copied>>> read(Collection<TopicPartition> partitions) {
        try {
            Awaitility.await("replicas of equal length")
                    .atMost(CATCH_UP_WITHIN)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> partitions.stream().allMatch(partition -> isEven(copies(partition))));
        } catch (ConditionTimeoutException uneven) {
            // The checker tells which and where.
        }
        Map<TopicPartition, Map<Integer, List<Copied>>> all = new HashMap<>();
        partitions.forEach(partition -> all.put(partition, copies(partition)));
        return all;
    }

    private static boolean isEven(Map<Integer, List<Copied>> copies) {
        return copies.values().stream()
                        .map(log -> log.isEmpty() ? -1 : log.get(log.size() - 1).lastOffset())
                        .distinct()
                        .count()
                == 1;
    }

    private Map<Integer, List<Copied>> copies(TopicPartition partition) {
        Map<Integer, List<Copied>> copies = new HashMap<>();
        List<OttlaProcess> nodes = cluster.nodes();
        for (int number = 1; number <= nodes.size(); number++) {
            Path folder = nodes.get(number - 1).data().resolve("data").resolve(partition.toString());
            if (Files.isDirectory(folder)) {
                copies.put(number, batches(folder));
            }
        }
        return copies;
    }

    private static List<Copied> batches(Path folder) {
        List<Copied> batches = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path segment : files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                try (FileRecords records = FileRecords.open(segment.toFile(), false)) {
                    for (FileLogInputStream.FileChannelRecordBatch batch : records.batches()) {
                        batches.add(new Copied(
                                batch.baseOffset(),
                                batch.lastOffset(),
                                batch.checksum(),
                                batch.partitionLeaderEpoch()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the segments in " + folder, e);
        }
        return batches;
    }
}
