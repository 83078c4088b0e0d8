package io.ottla.actors.simulation;

import java.util.stream.LongStream;

/** Which seeds a simulation runs: {@code -Dottla.seeds=n} many, or {@code -Dottla.seed=s} alone to see a failure again. */
public final class Seeds {
    private Seeds() {}

    /** The seeds of this run. */
    public static LongStream of(int usually) {
        Long one = Long.getLong("ottla.seed");
        return one != null ? LongStream.of(one) : LongStream.range(0, Integer.getInteger("ottla.seeds", usually));
    }
}
