package io.ottla.actors.coordinator;

import akka.actor.typed.ActorRef;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionView;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One term of a coordinator: the partition it stands on, and the leader epoch it lasts for.
 *
 * @param partition the partition of the coordinator's topic
 * @param leaderEpoch the epoch that its appends carry
 * @param kind what is coordinated, with its settings as they were when the term began
 * @param moments tells the time
 * @param blocking runs what may wait for the disk
 * @param over told of the shard, once, when it has given the term up
 */
record ShardTerm(
        PartitionHandle partition,
        int leaderEpoch,
        CoordinatorKind kind,
        Moments moments,
        Executor blocking,
        Consumer<ActorRef<CoordinatorShard.Command>> over) {
    /** The partition's view, or null when the term is over. */
    @Nullable
    PartitionView view() {
        PartitionView view = partition.leadingView();
        return view != null && view.leaderEpoch() == leaderEpoch ? view : null;
    }

    /** Whether the partition still says leader of this epoch (safety rule G2). */
    boolean lasts() {
        return view() != null;
    }
}
