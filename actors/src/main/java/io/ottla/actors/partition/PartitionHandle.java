package io.ottla.actors.partition;

import akka.actor.typed.ActorRef;
import io.ottla.storage.LogView;
import io.ottla.storage.PartitionLog;
import io.ottla.storage.compaction.Cleanable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;

/**
 * A replica as the rest of the node sees it: the actor to tell, and its published view to read.
 *
 * <p>Written by the partition actor alone, read from any thread.
 */
public final class PartitionHandle {
    private final TopicIdPartition id;
    private volatile @Nullable ActorRef<Partition.Command> ref;
    private volatile @Nullable PartitionView view;
    private volatile @Nullable PartitionLog log;
    private volatile @Nullable Path directory;
    private volatile @Nullable Future future;
    private volatile ViewListener[] listeners = new ViewListener[0];

    /** A handle that has neither actor nor view yet. */
    public PartitionHandle(TopicIdPartition id) {
        this.id = id;
    }

    /** The partition this is a replica of. */
    public TopicIdPartition id() {
        return id;
    }

    /** Sends to the partition actor; the order of one sender's commands is kept. */
    public void tell(Partition.Command command) {
        ActorRef<Partition.Command> target = ref;
        if (target == null) {
            throw new IllegalStateException("partition " + id + " has no actor yet");
        }
        target.tell(command);
    }

    /** What the replica shows; null until its log is open. */
    public @Nullable PartitionView view() {
        return view;
    }

    /** The view if this replica leads, else null. */
    public @Nullable PartitionView leadingView() {
        PartitionView current = view;
        return current != null && current.leads() ? current : null;
    }

    /**
     * What of the log is due for compaction; empty when nothing is, or the topic is not compacted. Looks at sizes, and at the age of records only where
     * the topic asks for it.
     */
    public Optional<Cleanable> dueForCompaction(long nowMs) {
        PartitionLog current = log;
        if (current == null || !current.config().isCompacted()) {
            return Optional.empty();
        }
        return Optional.of(current.cleanable(nowMs)).filter(found -> found.isDue(current.config()));
    }

    /** The log directory that the replica lives in; null before it has an actor. */
    public @Nullable Path directory() {
        return directory;
    }

    /**
     * A copy of the replica on its way to another log directory.
     *
     * @param directory where to
     * @param copied how far it has come; null before it has begun
     */
    public record Future(Path directory, Supplier<@Nullable LogView> copied) {}

    /** The replica's copy in another directory while it is moved, else null. */
    public @Nullable Future future() {
        return future;
    }

    /** Binds the actor; once, before the handle is registered. */
    public void bind(ActorRef<Partition.Command> actor) {
        ref = actor;
    }

    /** Has the listener told of every view from now on: the present one may have been seen or not. */
    public synchronized void listen(ViewListener listener) {
        ViewListener[] more = Arrays.copyOf(listeners, listeners.length + 1);
        more[listeners.length] = listener;
        listeners = more;
    }

    /** Tells the listener no more, apart from what is under way. */
    public synchronized void unlisten(ViewListener listener) {
        listeners = Arrays.stream(listeners).filter(each -> each != listener).toArray(ViewListener[]::new);
    }

    void publish(PartitionView next) {
        view = next;
        tellListeners();
    }

    void livesIn(Path logDirectory) {
        directory = logDirectory;
    }

    void movesTo(@Nullable Future next) {
        future = next;
    }

    void offerForCompaction(PartitionLog open) {
        log = open;
    }

    void withdrawFromCompaction() {
        log = null;
    }

    /** Nothing can be read here any more. */
    void retract() {
        view = null;
        tellListeners();
    }

    private void tellListeners() {
        for (ViewListener listener : listeners) {
            listener.changed();
        }
    }
}
