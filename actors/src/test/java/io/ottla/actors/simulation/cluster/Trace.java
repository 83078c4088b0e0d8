package io.ottla.actors.simulation.cluster;

import io.ottla.actors.simulation.SimulatedTime;
import java.util.function.Supplier;

/** Tells what happens, for whoever looks into a seed: {@code -Dottla.seed=s -Dottla.trace=true}. */
final class Trace {
    private static final boolean ON = Boolean.getBoolean("ottla.trace");

    private final SimulatedTime time;

    Trace(SimulatedTime time) {
        this.time = time;
    }

    @SuppressWarnings("SystemOut") // a trace is for the console
    void tell(Supplier<String> what) {
        if (ON) {
            System.out.println(time.nowMs() + " " + what.get());
        }
    }
}
