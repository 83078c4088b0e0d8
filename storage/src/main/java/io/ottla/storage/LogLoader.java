package io.ottla.storage;

import io.ottla.storage.producer.ProducerStates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a log from its folder. After a clean shutdown the files are believed. Otherwise every batch from the segment of the recovery point on is
 * checked, the log ends before the first that is damaged, and the indexes, epochs and producers behind that point are made anew.
 *
 * <pre>
 *  segment 0      segment 100    segment 200        segment 300
 * [ believed    ][ believed    ][ checked      XXXX][ deleted  ]
 *                                ^ recovery ^        ^
 *                                  point     first damage: the file is cut here
 * </pre>
 */
final class LogLoader {
    private static final Logger LOG = LoggerFactory.getLogger(LogLoader.class);

    /** A second's work, or a few. */
    private static final long BYTES_BETWEEN_NEWS = 1L << 30;

    private final LogContext context;
    private final Path directory;
    private final LogConfig config;
    private final long nowMs;
    private final LeaderEpochFile epochFile;
    private final ProducerReplay replay;
    private Optional<LeaderEpochs> epochsFound = Optional.empty();
    private long untoldBytes;

    LogLoader(LogContext context, Path directory, LogConfig config, long nowMs) {
        this.context = context;
        this.directory = directory;
        this.config = config;
        this.nowMs = nowMs;
        this.epochFile = new LeaderEpochFile(context.disk(), directory);
        this.replay = new ProducerReplay(context, directory);
    }

    /** Reads the log; {@code clean} says that everything written was forced to disk and then left alone. */
    LoadedLog load(long recoveryPoint, long checkpointedStart, boolean clean) throws IOException {
        SegmentInventory inventory = SegmentInventory.read(context, directory);
        List<Segment> found = inventory.segments();
        if (found.isEmpty()) {
            return startAt(checkpointedStart);
        }
        SegmentList segments = new SegmentList(found);
        int firstToCheck = firstToCheck(segments, inventory, recoveryPoint, clean);
        Optional<Long> cleanEnd = firstToCheck < segments.size()
                ? Optional.empty()
                : segments.active().readTail();
        LoadedLog log = cleanEnd.isPresent()
                ? believe(segments, cleanEnd.get())
                : check(segments, Math.min(firstToCheck, segments.size() - 1));
        return atOrAfter(checkpointedStart, log);
    }

    /** Whether the checkpoint found holds just these epochs, so that it need not be written. */
    boolean isCheckpointed(LeaderEpochs epochs) {
        // No file and no epochs say the same: a new log need not write one.
        return epochsFound.orElse(LeaderEpochs.EMPTY).equals(epochs);
    }

    private LoadedLog believe(SegmentList segments, long endOffset) throws IOException {
        LeaderEpochs epochs = epochsBefore(segments, segments.size());
        ProducerStates producers = replay.load(segments, endOffset);
        return new LoadedLog(segments, epochs, producers, segments.firstOffset(), endOffset);
    }

    private LoadedLog check(SegmentList segments, int first) throws IOException {
        long from = segments.get(first).baseOffset();
        replay.deleteSnapshotsAfter(from);
        ProducerStates producers = replay.load(segments, from);
        SegmentRecovery recovery = new SegmentRecovery(config, epochsBefore(segments, first), producers);
        long endOffset = from;
        boolean intact = true;
        int index = first;
        for (; index < segments.size() && intact && follows(segments.get(index), endOffset); index++) {
            intact = recovery.recover(segments.get(index), endOffset, segments.nextOffset(index, Long.MAX_VALUE));
            endOffset = recovery.endOffset();
            tellProgress(segments, first, index);
        }
        deleteFrom(segments, index);
        segments.refreshViews();
        return new LoadedLog(
                segments, recovery.epochs().truncateFromEnd(endOffset), producers, segments.firstOffset(), endOffset);
    }

    /** Most often little is checked, which takes no time worth telling. */
    private void tellProgress(SegmentList segments, int first, int checked) {
        untoldBytes += segments.get(checked).size();
        if (untoldBytes >= BYTES_BETWEEN_NEWS) {
            untoldBytes = 0;
            LOG.info("{}: checked {} of {} segments", directory, checked - first + 1, segments.size() - first);
        }
    }

    /** A power failure may take the end of one segment and leave the next; only compaction leaves gaps rightly. */
    private boolean follows(Segment segment, long endOffset) {
        return config.isCompacted() ? segment.baseOffset() >= endOffset : segment.baseOffset() == endOffset;
    }

    /** The first segment that cannot be believed: by the recovery point, or because its indexes are missing. */
    private static int firstToCheck(
            SegmentList segments, SegmentInventory inventory, long recoveryPoint, boolean clean) {
        int first = clean ? segments.size() : segments.floorIndex(recoveryPoint);
        for (int index = 0; index < first; index++) {
            Segment segment = segments.get(index);
            if (segment.size() > 0 && !inventory.hasIndexes(segment.baseOffset())) {
                LOG.warn(
                        "{}: an index is missing or damaged; making it anew",
                        segment.log().path());
                return index;
            }
        }
        return first;
    }

    /** The epochs as the checkpoint tells them, or as the batches of the first so many segments do where there is no intact one. */
    private LeaderEpochs epochsBefore(SegmentList segments, int count) throws IOException {
        epochsFound = epochFile.read();
        if (epochsFound.isPresent()) {
            return epochsFound.get();
        }
        LeaderEpochs epochs = LeaderEpochs.EMPTY;
        for (int index = 0; index < count; index++) {
            epochs = SegmentRecovery.addEpochs(segments.get(index).view(), epochs);
        }
        return epochs;
    }

    private void deleteFrom(SegmentList segments, int first) throws IOException {
        if (first == segments.size()) {
            return;
        }
        List<Segment> behind = segments.replaceFrom(first - 1, segments.get(first - 1));
        for (int index = behind.size() - 1; index > 0; index--) {
            Segment segment = behind.get(index);
            LOG.warn("{}: deleted, it lies behind the damage", segment.log().path());
            delete(segment);
        }
    }

    private LoadedLog atOrAfter(long checkpointedStart, LoadedLog log) throws IOException {
        if (checkpointedStart > log.endOffset()) {
            LOG.warn(
                    "{}: the log ends at {}, before its start {}; starting it anew there",
                    directory,
                    log.endOffset(),
                    checkpointedStart);
            replay.deleteSnapshotsAfter(-1);
            deleteFrom(log.segments(), 1);
            delete(log.segments().get(0));
            return startAt(checkpointedStart);
        }
        long start = Math.max(checkpointedStart, log.startOffset());
        return new LoadedLog(
                log.segments(), log.epochs().truncateFromStart(start), log.producers(), start, log.endOffset());
    }

    private void delete(Segment segment) throws IOException {
        segment.markGone();
        for (String kind : SegmentFiles.ALL_KINDS) {
            context.disk().delete(SegmentFiles.path(directory, segment.baseOffset(), kind));
        }
    }

    private LoadedLog startAt(long offset) throws IOException {
        Segment first = Segment.create(context.handles(), directory, offset, nowMs);
        return new LoadedLog(
                new SegmentList(List.of(first)),
                LeaderEpochs.EMPTY,
                new ProducerStates(context.options().maxProducersPerLog()),
                offset,
                offset);
    }
}
