package io.ottla.actors.partition;

import akka.actor.typed.javadsl.ActorContext;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.protocol.Errors;

/** Deletions of records that wait for the followers to do the same. */
final class Deletions {
    /** More of them than this and the next is told to come again. */
    private static final int MAX_WAITING = 1_000;

    private final Map<Long, Partition.DeleteRecords> waiting = new HashMap<>();
    private long lastNumber;

    /** Nobody waits any longer for this deletion. */
    record Overdue(long number) implements Partition.Internal {}

    /** Waits until no replica has anything below the offset, for as long as the deletion may take. */
    void await(ActorContext<Partition.Command> context, Partition.DeleteRecords deletion) {
        if (waiting.size() >= MAX_WAITING) {
            answer(deletion, Errors.REQUEST_TIMED_OUT, -1);
            return;
        }
        lastNumber++;
        waiting.put(lastNumber, deletion);
        context.scheduleOnce(deletion.patience(), context.getSelf(), new Overdue(lastNumber));
    }

    /** Answers those that are done everywhere: no replica has anything below the low watermark. */
    void complete(long lowWatermark) {
        waiting.values().removeIf(deletion -> {
            boolean done = deletion.beforeOffset() <= lowWatermark;
            if (done) {
                answer(deletion, Errors.NONE, lowWatermark);
            }
            return done;
        });
    }

    /** Sends one away whose time is over. */
    void expire(Overdue overdue, long lowWatermark) {
        Partition.DeleteRecords deletion = waiting.remove(overdue.number());
        if (deletion != null) {
            answer(deletion, Errors.REQUEST_TIMED_OUT, lowWatermark);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Sends everybody away. */
    void refuse(Errors error) {
        waiting.values().forEach(deletion -> answer(deletion, error, -1));
        waiting.clear();
    }

    private static void answer(Partition.DeleteRecords deletion, Errors error, long lowWatermark) {
        deletion.reply().complete(new Partition.RecordsDeleted(error, lowWatermark));
    }
}
