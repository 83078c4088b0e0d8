package io.ottla.actors.partition;

import io.ottla.actors.Reply;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.apache.kafka.common.protocol.Errors;

/**
 * Appends that are in the log but not yet as safe as asked for, oldest first.
 *
 * <p>Bounded by the requests that connections may have in flight.
 */
final class PendingReplies {
    private final Deque<Pending> waiting = new ArrayDeque<>();

    /**
     * One append.
     *
     * @param lastOffset its last record
     * @param committed whether it waits for the high watermark, or only for this replica's own disk
     */
    record Pending(long lastOffset, boolean committed, Reply<AppendReply> reply, AppendReply.Accepted answer) {
        private boolean isSafe(long safeEnd, long highWatermark) {
            return lastOffset < (committed ? highWatermark : safeEnd);
        }
    }

    void add(Pending append) {
        waiting.add(append);
    }

    /** Answers all that are below the end that is safe on this replica, or below the high watermark. */
    void complete(long safeEnd, long highWatermark) {
        for (Iterator<Pending> each = waiting.iterator(); each.hasNext(); ) {
            Pending append = each.next();
            if (append.isSafe(safeEnd, highWatermark)) {
                each.remove();
                append.reply().complete(append.answer());
            } else if (append.lastOffset() >= safeEnd) {
                return;
            }
        }
    }

    /** Whether anybody waits. */
    boolean waitsForDisk() {
        return !waiting.isEmpty();
    }

    /** Tells everybody that it will not be known here whether their append is safe. */
    void refuse(Errors error) {
        waiting.forEach(append -> append.reply().complete(AppendReply.Refused.of(error)));
        waiting.clear();
    }
}
