package io.ottla.actors.node;

import akka.actor.typed.ActorSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Notices that the whole process stood still (stopped, or its machine asleep) for longer than a second: the cluster may have
 * gone on without it, so it asks the controller before it serves again, for at most one second (safety rule M7).
 *
 * <p>Thread-safe. {@link #beat} is called by a timer; {@link #lives} by whoever is about to serve.
 */
public final class Pulse {
    private static final long LONGEST_BEAT_NANOS = 1_000_000_000L;
    private static final long LONGEST_REST_NANOS = 1_000_000_000L;
    private static final Duration EVERY = Duration.ofMillis(300);

    /** For what serves without a cluster that could go on without it. */
    public static final Pulse STEADY = new Pulse(() -> 0, unused -> {});

    private final LongSupplier nanoClock;
    private final Consumer<Pulse> ask;
    private final List<Runnable> waiting = new ArrayList<>();
    private volatile boolean resting;
    private volatile long lastBeatNanos;
    private volatile long restsSinceNanos;

    /**
     * A pulse that beats now.
     *
     * @param ask asks the controller; {@link #confirmed} is called with its answer
     */
    public Pulse(LongSupplier nanoClock, Consumer<Pulse> ask) {
        this.nanoClock = nanoClock;
        this.ask = ask;
        this.lastBeatNanos = nanoClock.getAsLong();
    }

    /** A pulse that beats as long as this actor system. */
    static Pulse start(ActorSystem<?> system, Consumer<Pulse> ask) {
        Pulse pulse = new Pulse(System::nanoTime, ask);
        system.scheduler().scheduleAtFixedRate(EVERY, EVERY, pulse::beat, system.executionContext());
        return pulse;
    }

    /** Whether the node may serve: it has not stood still, or knows better since. */
    public boolean lives() {
        long now = nanoClock.getAsLong();
        if (resting) {
            return now - restsSinceNanos >= LONGEST_REST_NANOS;
        }
        if (now - lastBeatNanos <= LONGEST_BEAT_NANOS) {
            return true;
        }
        rest(now);
        return false;
    }

    /** Runs this as soon as the node may serve, on any thread; at once if it may. */
    public void whenItLives(Runnable action) {
        synchronized (waiting) {
            if (resting) {
                waiting.add(action);
                return;
            }
        }
        action.run();
    }

    /** The process runs; to be called several times a second. */
    void beat() {
        long now = nanoClock.getAsLong();
        boolean stoodStill = now - lastBeatNanos > LONGEST_BEAT_NANOS;
        lastBeatNanos = now;
        if (resting && now - restsSinceNanos >= LONGEST_REST_NANOS) {
            confirmed();
        } else if (!resting && stoodStill) {
            rest(now);
        }
    }

    /** The controller has answered. */
    void confirmed() {
        List<Runnable> due;
        synchronized (waiting) {
            lastBeatNanos = nanoClock.getAsLong();
            resting = false;
            due = List.copyOf(waiting);
            waiting.clear();
        }
        due.forEach(Runnable::run);
    }

    private void rest(long now) {
        synchronized (waiting) {
            if (resting) {
                return;
            }
            restsSinceNanos = now;
            resting = true;
        }
        ask.accept(this);
    }
}
