package io.ottla.actors.partition;

import io.ottla.actors.Reply;
import io.ottla.storage.AppendOrigin;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.apache.kafka.common.protocol.Errors;

/**
 * Appends that are in the log but not yet as safe as asked for, oldest first: those that wait for the high watermark, and those that
 * wait for this replica's own disk.
 *
 * <p>Bounded by the requests that connections may have in flight.
 */
final class PendingReplies {
    private final Deque<Pending> forWatermark = new ArrayDeque<>();
    private final Deque<Pending> forDisk = new ArrayDeque<>();

    /**
     * One append.
     *
     * @param lastOffset its last record, or one behind it where it is not remembered which that is
     * @param origin who wrote it
     */
    record Pending(long lastOffset, AppendOrigin origin, Reply<AppendReply> reply, AppendReply answer) {}

    /** Waits for all replicas in sync. */
    void awaitWatermark(Pending append) {
        forWatermark.add(append);
    }

    /** Waits for this replica's own disk alone. */
    void awaitDisk(Pending append) {
        forDisk.add(append);
    }

    /** Answers all that are below the end that is safe on this replica, or below the high watermark. */
    void complete(long safeEnd, long highWatermark) {
        complete(forDisk, safeEnd);
        complete(forWatermark, highWatermark);
    }

    private static void complete(Deque<Pending> waiting, long safeBelow) {
        for (Pending first = waiting.peek(); first != null && first.lastOffset() < safeBelow; first = waiting.peek()) {
            waiting.remove();
            first.reply().complete(first.answer());
        }
    }

    /** Whether anybody waits. */
    boolean isEmpty() {
        return forDisk.isEmpty() && forWatermark.isEmpty();
    }

    /** Tells everybody that it will not be known here whether their append is safe. */
    void refuse(Errors error) {
        refuse(forDisk, error);
        refuse(forWatermark, error);
    }

    private static void refuse(Deque<Pending> waiting, Errors error) {
        waiting.forEach(append -> append.reply().complete(AppendReply.Refused.of(error)));
        waiting.clear();
    }

    /**
     * Tells clients that too few replicas are in sync for the watermark to move: they may try again. Coordinators go on waiting, as what
     * they have appended is in the log whether it is safe or not.
     */
    void refuseClients(Errors error) {
        for (Iterator<Pending> each = forWatermark.iterator(); each.hasNext(); ) {
            Pending append = each.next();
            if (append.origin() == AppendOrigin.CLIENT) {
                each.remove();
                append.reply().complete(AppendReply.Refused.of(error));
            }
        }
    }
}
