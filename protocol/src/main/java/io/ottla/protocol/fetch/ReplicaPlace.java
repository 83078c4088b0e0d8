package io.ottla.protocol.fetch;

import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.ViewListener;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.message.FetchResponseData;
import org.jspecify.annotations.Nullable;

/**
 * One partition in the session of a follower: where it reads on, and what it has been told.
 *
 * <p>Belongs to the session's event loop; only {@link #changed} is called by others.
 */
final class ReplicaPlace implements ViewListener {
    private static final long NOTHING_TOLD = -1;

    private final ReplicaSession session;
    private final AtomicBoolean queued = new AtomicBoolean();
    private FetchPosition position;
    private long logStartOffset;
    private @Nullable PartitionHandle handle;
    private boolean owesPosition;
    private boolean unreported;
    private long toldHighWatermark = NOTHING_TOLD;
    private long toldLogStart = NOTHING_TOLD;

    ReplicaPlace(ReplicaSession session, FetchPosition position) {
        this.session = session;
        this.position = position;
    }

    FetchPosition position() {
        return position;
    }

    /** The first offset of the follower's log. */
    long logStartOffset() {
        return logStartOffset;
    }

    Optional<PartitionHandle> handle() {
        return Optional.ofNullable(handle);
    }

    /** The follower has said where it reads on. */
    void moveTo(FetchPosition next, long followersLogStart) {
        position = next;
        logStartOffset = followersLogStart;
        owesPosition = false;
        unreported = true;
    }

    /** Whether the leader has yet to be told where the follower is. */
    boolean isUnreported() {
        return unreported;
    }

    void reported() {
        unreported = false;
    }

    /** Hears of every view that this replica publishes; of none for null. */
    void listenTo(@Nullable PartitionHandle next) {
        if (next != handle) {
            if (handle != null) {
                handle.unlisten(this);
            }
            handle = next;
            if (next != null) {
                next.listen(this);
            }
        }
    }

    /** The replica shows something new, or the follower has moved. Any thread. */
    @Override
    public void changed() {
        if (queued.compareAndSet(false, true)) {
            session.enqueue(this);
        }
    }

    /** Is about to be looked at: what changes from now on counts anew. */
    void dequeued() {
        queued.set(false);
    }

    /** Whether it was sent records, or an error, and has not said since where it is: nothing is for it until then. */
    boolean owesPosition() {
        return owesPosition;
    }

    /** Whether the follower knows the watermark and the start of the log in this answer. */
    boolean knows(FetchResponseData.PartitionData data) {
        return data.highWatermark() == toldHighWatermark && data.logStartOffset() == toldLogStart;
    }

    /** The follower is being told this. */
    void tell(PartitionRead read) {
        owesPosition = read.bytes() > 0 || read.isUrgent();
        toldHighWatermark = read.data().highWatermark();
        toldLogStart = read.data().logStartOffset();
    }
}
