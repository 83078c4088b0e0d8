package io.ottla.multinode.harness;

import java.time.Duration;

/** The class archive of the jar under test. It is made before the first node starts, which would wait for it and be timed meanwhile. */
final class ClassArchive {
    private static final Duration WITHIN = Duration.ofMinutes(5);

    private static boolean made;

    private ClassArchive() {}

    /** Makes it unless it is there. Where that fails nodes start more slowly. */
    static synchronized void makeOnce() {
        if (!made) {
            made = true;
            ClientProcess.command(Build.launcher().toString(), "--version")
                    .environment("OTTLA_BUILD", "off")
                    .environment("OTTLA_ARCHIVE", "now")
                    .within(WITHIN)
                    .run();
        }
    }
}
