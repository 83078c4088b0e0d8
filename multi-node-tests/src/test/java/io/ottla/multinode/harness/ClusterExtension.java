package io.ottla.multinode.harness;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * One cluster for all tests of a class, as a static field with {@code @RegisterExtension}. When a test fails, the folders of
 * its nodes with logs, data and thread dumps stay in {@code target/nodes} and the report names them.
 */
public final class ClusterExtension implements BeforeAllCallback, AfterTestExecutionCallback, AfterAllCallback {
    private final int nodes;
    private final UnaryOperator<NodeSettings> adjustment;
    private Optional<ClusterOfProcesses> cluster = Optional.empty();
    private boolean failed;

    private ClusterExtension(int nodes, UnaryOperator<NodeSettings> adjustment) {
        this.nodes = nodes;
        this.adjustment = adjustment;
    }

    /** So many nodes with default settings. */
    public static ClusterExtension of(int nodes) {
        return with(nodes, settings -> settings);
    }

    /** So many nodes with settings of their own. */
    public static ClusterExtension with(int nodes, UnaryOperator<NodeSettings> adjustment) {
        return new ClusterExtension(nodes, adjustment);
    }

    /** The cluster. */
    public ClusterOfProcesses cluster() {
        return cluster.orElseThrow(() -> new IllegalStateException("the cluster has not been started"));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        String name = context.getRequiredTestClass().getSimpleName();
        cluster = Optional.of(ClusterOfProcesses.start(nodes, adjustment.apply(NodeSettings.named(name))));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException()
                .filter(thrown -> !(thrown instanceof TestAbortedException))
                .isPresent()) {
            failed = true;
            context.publishReportEntry("nodes", String.join(", ", cluster().keepEvidence()));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (failed) {
            cluster.ifPresent(ClusterOfProcesses::close);
        } else {
            cluster.ifPresent(ClusterOfProcesses::closeAndForget);
        }
    }
}
