package io.ottla.multinode.harness;

import java.nio.file.Path;

/** Where the build put what the tests run. */
public final class Build {
    /** Both Maven and IDEs run a module's tests in its folder. */
    private static final Path MODULE = Path.of("").toAbsolutePath();

    private static final Path TARGET = MODULE.resolve("target");
    private static final Path HOME =
            Path.of(System.getProperty("ottla.home", "..")).toAbsolutePath().normalize();

    private Build() {}

    /** The launcher script, as users call it. */
    public static Path launcher() {
        return HOME.resolve("ottla");
    }

    /** What users read first. */
    public static Path readme() {
        return MODULE.resolveSibling("README.md");
    }

    /** Scripts for clients that are not Java. */
    public static Path clientScripts() {
        return MODULE.resolve("clients");
    }

    /** Sources of programs that run on a peer's class path. */
    static Path peerSources() {
        return MODULE.resolve("peers");
    }

    /** The jars of a peer, resolved by the build; absent when they could not be had. */
    static Path peerJars(String peer) {
        return TARGET.resolve("peers").resolve(peer);
    }

    /** Where nodes keep data and logs while they run, and afterwards if a test failed. */
    static Path nodes() {
        return TARGET.resolve("nodes");
    }
}
