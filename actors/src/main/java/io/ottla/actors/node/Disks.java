package io.ottla.actors.node;

import io.ottla.actors.LogDirs;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.partition.Home;
import io.ottla.storage.Deletion;
import io.ottla.storage.FoundFuture;
import io.ottla.storage.FoundLog;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.SecondLogs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's log directories: which replica lives where, and the threads that work on each.
 *
 * <p>Places are given by the node's actor alone; descriptions may be asked for from any thread.
 */
public final class Disks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Disks.class);

    /** The dispatcher of the partition actors of the n-th directory. */
    public static final String DISPATCHER_PREFIX = "ottla.log-dir-dispatcher-";

    private static final int MAX_WISHES = 10_000;

    private final List<DiskOfNode> disks;
    private final List<Path> absent;
    private final ThreadPoolExecutor moves;
    private final Map<TopicIdPartition, DiskOfNode> places = new HashMap<>();
    private final Map<TopicPartition, DiskOfNode> wishes = new LinkedHashMap<>();

    /** Where a replica lives, and on whose threads. */
    record Place(Home home, String dispatcher) {}

    /** These directories, in the order of {@code log.dirs}. */
    public Disks(List<LogDirectory> directories, int recoveryThreads) {
        this(directories, List.of(), recoveryThreads, directories.size());
    }

    /**
     * These directories.
     *
     * @param directories those that could be opened, in the order of {@code log.dirs}
     * @param absent those that could not
     * @param recoveryThreads threads of each for recovery, deletion and reads
     * @param moveThreads threads that move replicas between them
     */
    public Disks(List<LogDirectory> directories, List<Path> absent, int recoveryThreads, int moveThreads) {
        List<DiskOfNode> made = new ArrayList<>();
        for (int i = 0; i < directories.size(); i++) {
            made.add(new DiskOfNode(i, directories.get(i), recoveryThreads));
        }
        disks = List.copyOf(made);
        this.absent = List.copyOf(absent);
        if (!absent.isEmpty()) {
            directories.forEach(LogDirectory::othersAreMissing);
        }
        moves = DiskOfNode.pool("ottla-move", moveThreads, (unused, failure) -> LOG.error("a move failed", failure));
        List<Deletion> second = SecondLogs.remove(directories);
        second.forEach(disks.get(0).threads().disk()::execute);
        for (DiskOfNode disk : disks) {
            for (FoundLog found : disk.directory().found()) {
                give(new TopicIdPartition(found.topicId(), found.partition()), disk);
            }
        }
    }

    /** Has it told of disks that fail while nobody waits for them. */
    void onFailure(BiConsumer<LogDirectory, Throwable> listener) {
        disks.forEach(disk -> disk.onFailure(failure -> listener.accept(disk.directory(), failure)));
    }

    /** Whether a log of this replica was found, or a place given to it since. */
    boolean knows(TopicIdPartition id) {
        return places.containsKey(id);
    }

    /** Whether a directory was not there at the start: what is in it is not known. */
    boolean anyAbsent() {
        return !absent.isEmpty();
    }

    /** Where this replica's log is, or where it shall be: on the directory that was wished for, else on the one with the fewest that has not failed. */
    Place place(TopicIdPartition id) {
        DiskOfNode disk = places.get(id);
        if (disk == null) {
            disk = wishes.remove(id.topicPartition());
            if (disk == null || disk.hasFailed()) {
                disk = Collections.min(
                        disks, Comparator.comparing(DiskOfNode::hasFailed).thenComparingInt(DiskOfNode::logs));
            }
            give(id, disk);
        }
        return new Place(disk.home(), DISPATCHER_PREFIX + disk.number());
    }

    /** Where something can live that needs no log. */
    Place anyPlace() {
        return new Place(disks.get(0).home(), DISPATCHER_PREFIX + disks.get(0).number());
    }

    /** The directory of this path, if it is one of the node's; a failed one, too. */
    Optional<DiskOfNode> find(Path path) {
        return disks.stream()
                .filter(disk -> disk.directory()
                        .path()
                        .toAbsolutePath()
                        .normalize()
                        .equals(path.toAbsolutePath().normalize()))
                .findFirst();
    }

    /** Whether this path is that of a directory that was not there at the start. */
    boolean isAbsent(Path path) {
        return absent.stream()
                .anyMatch(known -> known.toAbsolutePath()
                        .normalize()
                        .equals(path.toAbsolutePath().normalize()));
    }

    /** A replica that is not here yet shall live in this directory. The oldest of too many wishes is forgotten. */
    void wish(TopicPartition partition, DiskOfNode disk) {
        wishes.remove(partition);
        if (wishes.size() >= MAX_WISHES) {
            wishes.remove(wishes.keySet().iterator().next());
        }
        wishes.put(partition, disk);
    }

    /** The replica lives in this directory from now on. */
    void moved(TopicIdPartition id, LogDirectory to) {
        disks.stream().filter(disk -> disk.directory() == to).findFirst().ifPresent(disk -> {
            forget(id);
            give(id, disk);
        });
    }

    /** Where a copy of this replica was on its way to when the node was stopped; the copy is the caller's now. */
    Optional<Map.Entry<DiskOfNode, FoundFuture>> unfinishedMove(TopicIdPartition id) {
        for (DiskOfNode disk : disks) {
            for (FoundFuture future : disk.directory().futures().found()) {
                if (future.topicId().equals(id.topicId()) && future.partition() == id.partition()) {
                    return Optional.of(Map.entry(disk, future));
                }
            }
        }
        return Optional.empty();
    }

    /** The threads that move replicas between directories. */
    Executor moves() {
        return moves;
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
                if (!isClaimed(found.topicId(), found.partition().partition(), image, nodeId)) {
                    forget(new TopicIdPartition(found.topicId(), found.partition()));
                    disk.threads().disk().execute(disk.directory().deleteFound(found));
                }
            }
            for (FoundFuture future : disk.directory().futures().found()) {
                if (!isClaimed(future.topicId(), future.partition(), image, nodeId)) {
                    disk.threads().disk().execute(disk.directory().futures().discard(future));
                }
            }
        }
    }

    private static boolean isClaimed(Uuid topicId, int number, MetadataImage image, int nodeId) {
        return image.topics()
                .topic(topicId)
                .flatMap(topic -> topic.partition(number))
                .filter(partition -> partition.replicas().contains(nodeId))
                .isPresent();
    }

    /** This directory is offline until the node is started again. Returns whether that is new. */
    boolean failed(LogDirectory directory) {
        disks.stream()
                .map(DiskOfNode::directory)
                .filter(other -> other != directory)
                .forEach(LogDirectory::othersAreMissing);
        return disks.stream().filter(disk -> disk.directory() == directory).anyMatch(DiskOfNode::fail);
    }

    /** Whether there is no directory left to work with. */
    boolean allFailed() {
        return disks.stream().allMatch(DiskOfNode::hasFailed);
    }

    /** Whether some directory is offline. */
    public boolean anyFailed() {
        return !absent.isEmpty() || disks.stream().anyMatch(DiskOfNode::hasFailed);
    }

    /** Writes the checkpoints of every directory, on its own thread. */
    void checkpoint() {
        disks.stream()
                .filter(disk -> !disk.hasFailed())
                .forEach(disk -> disk.threads().disk().execute(disk.directory()::checkpoint));
    }

    /** Runs reads that may wait for a disk. */
    public Executor reads() {
        return disks.get(0).threads().disk();
    }

    /** Every configured directory, as it is now; from any thread. Asks the disks. */
    public List<LogDirs.Description> describe() {
        return Stream.concat(
                        disks.stream().map(DiskOfNode::describe),
                        absent.stream().map(path -> new LogDirs.Description(path.toString(), true, -1, -1)))
                .toList();
    }

    /** Closes every directory; its logs must be closed. */
    @Override
    public void close() {
        if (!DiskOfNode.finish(moves)) {
            throw new IllegalStateException("a replica is still being moved between log directories");
        }
        disks.forEach(DiskOfNode::close);
    }

    private void give(TopicIdPartition id, DiskOfNode disk) {
        places.put(id, disk);
        disk.gained();
    }
}
