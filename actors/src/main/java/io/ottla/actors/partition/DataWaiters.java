package io.ottla.actors.partition;

import java.util.ArrayList;
import java.util.List;

/** The fetches that wait for this partition to grow. */
final class DataWaiters {
    /** More waiters than this and the oldest is sent away to look again: its fetch answers with what there is. */
    private static final int MAX_WAITING = 10_000;

    private final List<Partition.AwaitData> waiting = new ArrayList<>();

    /** Registers a waiter, or wakes it at once when there is something for it. */
    void add(Partition.AwaitData await, long highWatermark, long lastStableOffset) {
        if (await.offset() < limit(await, highWatermark, lastStableOffset)) {
            await.waiter().wake();
            return;
        }
        forgetFinished();
        if (waiting.size() >= MAX_WAITING) {
            waiting.remove(0).waiter().wake();
        }
        waiting.add(await);
    }

    /** Wakes and forgets those for whom there is something now. */
    void wake(long highWatermark, long lastStableOffset) {
        if (!waiting.isEmpty()) {
            waiting.removeIf(await -> {
                boolean due = await.offset() < limit(await, highWatermark, lastStableOffset);
                if (due) {
                    await.waiter().wake();
                }
                return due;
            });
        }
    }

    /** Wakes everybody: the partition can no longer be read here. */
    void wakeAll() {
        waiting.forEach(await -> await.waiter().wake());
        waiting.clear();
    }

    /** Forgets those who no longer wait. */
    void forgetFinished() {
        waiting.removeIf(await -> await.waiter().finished());
    }

    private static long limit(Partition.AwaitData await, long highWatermark, long lastStableOffset) {
        return await.committedOnly() ? lastStableOffset : highWatermark;
    }
}
