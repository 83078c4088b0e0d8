package io.ottla.multinode.cluster;

import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.NodeSettings;
import io.ottla.multinode.harness.Requirement;
import io.ottla.multinode.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The clocks of three nodes are five hours apart: nothing in the cluster may depend on them. */
@EnabledIfSystemProperty(
        named = "it.test",
        matches = ".*ClocksIT.*",
        disabledReason = "runs when it is named: make multi-node IT=ClocksIT")
class ClocksIT {
    @Test
    void aClusterWhoseClocksAreHoursApartFailsOverAndLosesNothing() {
        Optional<Path> library = fakeTime();
        Requirement.require(library.isPresent(), "libfaketime is not installed");
        try (ClusterOfProcesses cluster = ClusterOfProcesses.start(
                3,
                NodeSettings.named("ClocksIT"),
                (node, same) -> node == 1 ? same : ahead(same, library.orElseThrow(), 5 * (node - 1)))) {
            Workload workload = Workload.replicated(cluster, "clocks", 3);
            workload.awaitProgress(1_000);
            for (int node = 1; node <= 3; node++) {
                cluster.node(node).kill9();
                workload.awaitProgress(1_000);
                cluster.node(node).restart();
                cluster.awaitAllInSync("clocks");
            }
            workload.finish();
            cluster.closeAndForget();
        }
    }

    /** The wall clock alone; what measures spans of time is left as it is. */
    private static NodeSettings ahead(NodeSettings settings, Path library, int hours) {
        return settings.withEnvironment("LD_PRELOAD", library.toString())
                .withEnvironment("FAKETIME", "+" + hours + "h")
                .withEnvironment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                .withEnvironment("NO_FAKE_STAT", "1");
    }

    private static Optional<Path> fakeTime() {
        Path libraries = Path.of("/usr/lib");
        try (Stream<Path> files = Files.find(
                libraries,
                3,
                (file, attributes) -> file.getFileName().toString().equals("libfaketimeMT.so.1"))) {
            return files.findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for libfaketime in " + libraries, e);
        }
    }
}
