package io.ottla.actors.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.function.BiFunction;

/**
 * A disk that keeps what was forced and, at a crash, a part of what was only written: the oldest writes or none.
 *
 * @param <S> what it holds
 * @param <W> one write, which is there as a whole or not at all
 */
public final class CrashingDisk<S, W> {
    private final BiFunction<S, W, S> apply;
    private final Deque<W> unforced = new ArrayDeque<>();
    private S forced;

    /** A disk that holds this. */
    public CrashingDisk(S content, BiFunction<S, W, S> apply) {
        this.forced = content;
        this.apply = apply;
    }

    /** Writes; a crash may take it back until it is forced. */
    public void write(W write) {
        unforced.add(write);
    }

    /** How many writes are not forced yet. */
    public int unforced() {
        return unforced.size();
    }

    /** Forces the oldest of the writes. */
    public void force(int writes) {
        for (int i = 0; i < writes; i++) {
            forced = apply.apply(forced, unforced.remove());
        }
    }

    /** What a crash would leave at least. */
    public S forced() {
        return forced;
    }

    /** The power fails. */
    public S crash(Random random) {
        force(random.nextInt(unforced.size() + 1));
        unforced.clear();
        return forced;
    }

    /** Somebody puts another disk in its place. */
    public void replace(S content) {
        unforced.clear();
        forced = content;
    }
}
