package io.ottla.actors.cleaning;

import io.ottla.actors.Reply;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.storage.CompactedSegment;
import io.ottla.storage.CompactionOwner;
import io.ottla.storage.LogCompaction;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Reaches the replica's actor from a cleaner's thread, which waits for the answers. */
final class ReplicaOwner implements CompactionOwner {
    /** A replica that does not answer for so long is gone. */
    private static final long PATIENCE_SECONDS = 60;

    private final PartitionHandle replica;

    ReplicaOwner(PartitionHandle replica) {
        this.replica = replica;
    }

    Optional<LogCompaction> start() {
        return ask(Partition.StartCompaction::new, Optional.empty());
    }

    @Override
    public boolean replace(CompactedSegment compacted) {
        return ask(reply -> new Partition.ReplaceSegments(compacted, reply), false);
    }

    @Override
    public void finish(LogCompaction compaction, long endOffset) {
        ask(reply -> new Partition.FinishCompaction(compaction, endOffset, reply), false);
    }

    private <T> T ask(Function<Reply<T>, Partition.Command> command, T ifGone) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        replica.tell(command.apply(answer::complete));
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException gone) {
            return ifGone;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ifGone;
        } catch (ExecutionException e) {
            throw new IllegalStateException(replica.id() + ": an answer is never a failure", e);
        }
    }
}
