package io.ottla.multinode.harness;

import java.util.List;
import java.util.stream.Stream;

/** The {@code ottla} command, run as a script runs it. */
public final class Ottla {
    private Ottla() {}

    /** A command that needs no cluster, or is told of one among its words. */
    public static ClientProcess run(String... words) {
        return ClientProcess.command(Stream.concat(Stream.of(Build.launcher().toString()), Stream.of(words))
                        .toArray(String[]::new))
                .environment("OTTLA_BUILD", "off");
    }

    /** A command of the cluster at an address. */
    public static ClientProcess at(String bootstrap, String... words) {
        return run(Stream.of(List.of(words), List.of("--bootstrap", bootstrap))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }
}
