package io.ottla.actors.cleaning;

import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionRegistry;
import io.ottla.storage.CompactionResult;
import io.ottla.storage.LogCompaction;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the dirtiest log and compacts it; on a cleaner's thread. */
final class CleaningRound implements Supplier<Boolean> {
    private static final Logger LOG = LoggerFactory.getLogger(CleaningRound.class);

    private final PartitionRegistry partitions;
    private final Claims claims;
    private final CleanerSettings settings;
    private final Clock clock;
    private final BooleanSupplier stopped;

    CleaningRound(
            PartitionRegistry partitions,
            Claims claims,
            CleanerSettings settings,
            Clock clock,
            BooleanSupplier stopped) {
        this.partitions = partitions;
        this.claims = claims;
        this.settings = settings;
        this.clock = clock;
        this.stopped = stopped;
    }

    /** Returns whether a log was compacted, so that it is worth to look for another at once. */
    @Override
    public Boolean get() {
        Optional<PartitionHandle> claimed = claims.claimDirtiest(partitions.all(), clock.millis());
        if (claimed.isEmpty()) {
            return false;
        }
        PartitionHandle replica = claimed.get();
        try {
            return compact(replica);
        } catch (CancellationException stopping) {
            return false;
        } catch (RuntimeException | OutOfMemoryError failure) {
            claims.markUncleanable(replica);
            LOG.error("{}: cannot be compacted, and will not be before the node starts again", replica.id(), failure);
            return true;
        } finally {
            claims.release(replica);
        }
    }

    private boolean compact(PartitionHandle replica) {
        ReplicaOwner owner = new ReplicaOwner(replica);
        Optional<LogCompaction> compaction = owner.start();
        if (compaction.isEmpty()) {
            return false;
        }
        long startMs = clock.millis();
        CompactionResult result =
                compaction.get().run(settings.options(), new CleaningPace(settings.bytesPerSecond(), stopped), owner);
        if (result.isVoid()) {
            LOG.info("{}: the log has changed during its compaction, which is tried again later", replica.id());
            return false;
        }
        LOG.info(
                "{}: compacted to offset {}, {} bytes are {} now, {} records read, {} new keys, {} ms",
                replica.id(),
                result.endOffset(),
                result.bytesBefore(),
                result.bytesAfter(),
                result.recordsRead(),
                result.keys(),
                clock.millis() - startMs);
        return true;
    }
}
