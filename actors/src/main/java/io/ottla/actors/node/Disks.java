package io.ottla.actors.node;

import io.ottla.actors.LogDirs;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.partition.PartitionActor;
import io.ottla.storage.FoundLog;
import io.ottla.storage.LogDirectory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.kafka.common.TopicIdPartition;

/**
 * The node's log directories: which replica lives where, and the threads that work on each.
 *
 * <p>Places are given by the node's actor alone; descriptions may be asked for from any thread.
 */
public final class Disks implements LogDirs, AutoCloseable {
    /** The dispatcher of the partition actors of the n-th directory. */
    public static final String DISPATCHER_PREFIX = "ottla.log-dir-dispatcher-";

    private final List<DiskOfNode> disks;
    private final Map<TopicIdPartition, DiskOfNode> places = new HashMap<>();

    /** Where a replica lives, and on whose threads. */
    record Place(LogDirectory directory, PartitionActor.DiskThreads threads, String dispatcher) {}

    /** These directories, in the order of {@code log.dirs}. */
    public Disks(List<LogDirectory> directories, int recoveryThreads) {
        List<DiskOfNode> made = new ArrayList<>();
        for (int i = 0; i < directories.size(); i++) {
            made.add(new DiskOfNode(i, directories.get(i), recoveryThreads));
        }
        disks = List.copyOf(made);
        for (DiskOfNode disk : disks) {
            for (FoundLog found : disk.directory().found()) {
                give(new TopicIdPartition(found.topicId(), found.partition()), disk);
            }
        }
    }

    /** Where this replica's log is, or where it shall be: on the directory with the fewest, of those that have not failed while there is one. */
    Place place(TopicIdPartition id) {
        DiskOfNode disk = places.get(id);
        if (disk == null) {
            disk = Collections.min(
                    disks, Comparator.comparing(DiskOfNode::hasFailed).thenComparingInt(DiskOfNode::logs));
            give(id, disk);
        }
        return new Place(disk.directory(), disk.threads(), DISPATCHER_PREFIX + disk.number());
    }

    /** The replica's log is deleted. */
    void forget(TopicIdPartition id) {
        DiskOfNode disk = places.remove(id);
        if (disk != null) {
            disk.lost();
        }
    }

    /** Deletes the logs that no replica of this node claims: their topics were deleted while the node was away. */
    void deleteStrays(MetadataImage image, int nodeId) {
        for (DiskOfNode disk : disks) {
            for (FoundLog found : disk.directory().found()) {
                if (!isClaimed(found, image, nodeId)) {
                    forget(new TopicIdPartition(found.topicId(), found.partition()));
                    disk.threads().disk().execute(disk.directory().deleteFound(found));
                }
            }
        }
    }

    private static boolean isClaimed(FoundLog found, MetadataImage image, int nodeId) {
        return image.topics()
                .topic(found.topicId())
                .flatMap(topic -> topic.partition(found.partition().partition()))
                .filter(partition -> partition.replicas().contains(nodeId))
                .isPresent();
    }

    /** The disk under this replica failed: its directory is offline until the node is started again. */
    void failed(TopicIdPartition id) {
        DiskOfNode disk = places.get(id);
        if (disk != null) {
            disk.fail();
        }
    }

    /** Writes the checkpoints of every directory, on its own thread. */
    void checkpoint() {
        disks.forEach(disk -> disk.threads().disk().execute(disk.directory()::checkpoint));
    }

    /** Runs reads that may wait for a disk. */
    public Executor reads() {
        return disks.get(0).threads().disk();
    }

    @Override
    public List<Description> describe() {
        return disks.stream().map(DiskOfNode::describe).toList();
    }

    /** Closes every directory; its logs must be closed. */
    @Override
    public void close() {
        disks.forEach(DiskOfNode::close);
    }

    private void give(TopicIdPartition id, DiskOfNode disk) {
        places.put(id, disk);
        disk.gained();
    }
}
