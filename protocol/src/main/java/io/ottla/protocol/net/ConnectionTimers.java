package io.ottla.protocol.net;

import io.ottla.protocol.api.ClientConnection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a connection's requests have scheduled: called off when it closes, so that a client which asks for long waits and
 * leaves does not stay in memory. Any thread.
 */
final class ConnectionTimers {
    private final ScheduledExecutorService eventLoop;
    private final Set<Timer> pending = ConcurrentHashMap.newKeySet(1);
    private volatile boolean closed;

    ConnectionTimers(ScheduledExecutorService eventLoop) {
        this.eventLoop = eventLoop;
    }

    ClientConnection.Cancellable schedule(Runnable task, long delayMs) {
        Timer timer = new Timer(task);
        pending.add(timer);
        if (closed) {
            timer.cancel();
        } else {
            timer.start(delayMs);
        }
        return timer;
    }

    void close() {
        closed = true;
        pending.forEach(Timer::cancel);
    }

    /** One task. */
    private final class Timer implements Runnable, ClientConnection.Cancellable {
        private final Runnable task;
        private volatile boolean over;
        private volatile @Nullable ScheduledFuture<?> future;

        Timer(Runnable task) {
            this.task = task;
        }

        void start(long delayMs) {
            future = eventLoop.schedule(this, delayMs, TimeUnit.MILLISECONDS);
        }

        @Override
        public void run() {
            pending.remove(this);
            if (!over) {
                over = true;
                task.run();
            }
        }

        @Override
        public void cancel() {
            if (over) {
                return;
            }
            over = true;
            pending.remove(this);
            ScheduledFuture<?> scheduled = future;
            if (scheduled != null) {
                scheduled.cancel(false);
            }
        }
    }
}
