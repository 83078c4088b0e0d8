package io.ottla.protocol.link;

import io.ottla.actors.partition.FetchFrom;
import io.ottla.actors.partition.LeaderLink;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;

/**
 * One follower's place in the stream to its leader's node.
 *
 * <p>The follower leaves its wishes from its own thread, of which only the newest counts; everything else belongs to the stream.
 */
final class FollowedPartition implements LeaderLink {
    private final Consumer<FollowedPartition> wished;
    private final PartitionHandle follower;
    private final int leaderEpoch;
    private final AtomicReference<@Nullable Wish> wish = new AtomicReference<>();

    private State state = State.SILENT;
    private @Nullable FetchFrom from;
    private int namedIn;
    private @Nullable Frame frame;
    private long retryAtMs;
    private long pauseMs;

    /** Where a place stands between the follower and the leader. */
    enum State {
        /** The follower has not said yet where it reads on. */
        SILENT,
        /** It has; the leader is to be told. */
        CHANGED,
        /** The leader knows. */
        ASKED,
        /** The follower has got records, and is appending them. */
        APPENDING,
        /** It has appended them, and its disk takes its time. */
        FORCING,
        /** The leader, or the follower, had an error: it is asked again after a pause. */
        PAUSED
    }

    /** What a follower wants. */
    enum Kind {
        FETCH,
        FETCH_LATER,
        WAIT_FOR_DISK,
        CLOSE
    }

    /** A wish of the follower, with its place in the log where it has one. */
    record Wish(Kind kind, @Nullable FetchFrom from) {}

    /** A place whose follower has said nothing yet; {@code wished} is told, on its thread, when it has. */
    FollowedPartition(Consumer<FollowedPartition> wished, PartitionHandle follower, int leaderEpoch) {
        this.wished = wished;
        this.follower = follower;
        this.leaderEpoch = leaderEpoch;
    }

    @Override
    public void fetch(FetchFrom next) {
        leave(new Wish(Kind.FETCH, next));
    }

    @Override
    public void fetchLater(FetchFrom next) {
        leave(new Wish(Kind.FETCH_LATER, next));
    }

    @Override
    public void waitForDisk() {
        leave(new Wish(Kind.WAIT_FOR_DISK, null));
    }

    @Override
    public void close() {
        leave(new Wish(Kind.CLOSE, null));
    }

    private void leave(Wish next) {
        if (wish.getAndSet(next) == null) {
            wished.accept(this);
        }
    }

    /** Takes the newest wish; nothing new is left until the next. */
    Optional<Wish> takeWish() {
        return Optional.ofNullable(wish.getAndSet(null));
    }

    TopicIdPartition id() {
        return follower.id();
    }

    int leaderEpoch() {
        return leaderEpoch;
    }

    State state() {
        return state;
    }

    /** Where the follower reads on; it must have said so. */
    FetchFrom from() {
        if (from == null) {
            throw new IllegalStateException(id() + " is to be fetched, but has not said from where");
        }
        return from;
    }

    void changedTo(FetchFrom next) {
        from = next;
        state = State.CHANGED;
        releaseFrame();
    }

    void forcing() {
        state = State.FORCING;
        releaseFrame();
    }

    /** The connection is new: what the leader was told before is forgotten. */
    void askAgain() {
        if (state == State.ASKED || state == State.PAUSED) {
            state = State.CHANGED;
        }
    }

    void asked(int request) {
        namedIn = request;
        state = State.ASKED;
    }

    /** Whether an answer to this request is about the offset that the follower has now. */
    boolean awaits(int request) {
        return state == State.ASKED && request - namedIn >= 0;
    }

    /** Hands records, or an error, to the follower, who has to say where to go on. */
    void answer(Partition.FromLeader answer, Frame memory) {
        state = State.APPENDING;
        pauseMs = 0;
        memory.retain();
        frame = memory;
        follower.tell(answer);
    }

    /** Tells the follower the leader's watermark and log start, while it waits for records. */
    void inform(Partition.FromLeader answer) {
        pauseMs = 0;
        follower.tell(answer);
    }

    /** Asks again after a pause, each longer than the one before. */
    void pause(long nowMs, long firstMs, long longestMs) {
        pauseMs = Math.min(longestMs, pauseMs == 0 ? firstMs : pauseMs * 2);
        retryAtMs = nowMs + pauseMs;
        state = State.PAUSED;
        releaseFrame();
    }

    /** Is held back until then. */
    void holdUntil(long untilMs) {
        retryAtMs = untilMs;
        state = State.PAUSED;
    }

    long retryAtMs() {
        return retryAtMs;
    }

    void closed() {
        state = State.SILENT;
        releaseFrame();
    }

    private void releaseFrame() {
        Frame held = frame;
        if (held != null) {
            frame = null;
            held.release();
        }
    }
}
