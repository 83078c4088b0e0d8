package io.ottla.multinode.harness;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The processes that tests started. Whatever ends the tests' own JVM ends them too. */
final class Children {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Children::endAll, "end-children"));
    }

    private Children() {}

    static Process register(Process process) {
        RUNNING.removeIf(earlier -> !earlier.isAlive());
        RUNNING.add(process);
        return process;
    }

    private static void endAll() {
        RUNNING.forEach(Process::destroyForcibly);
    }
}
