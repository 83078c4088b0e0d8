package io.ottla.multinode.harness;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * One node for all tests of a class, as a static field with {@code @RegisterExtension}. When a test fails, its folder with
 * logs, data and a thread dump stays in {@code target/nodes} and the report names it.
 */
public final class NodeExtension implements BeforeAllCallback, AfterTestExecutionCallback, AfterAllCallback {
    private final UnaryOperator<NodeSettings> adjustment;
    private Optional<OttlaProcess> node = Optional.empty();
    private boolean failed;

    private NodeExtension(UnaryOperator<NodeSettings> adjustment) {
        this.adjustment = adjustment;
    }

    /** A node with default settings. */
    public static NodeExtension withDefaults() {
        return new NodeExtension(settings -> settings);
    }

    /** A node with settings of its own. */
    public static NodeExtension with(UnaryOperator<NodeSettings> adjustment) {
        return new NodeExtension(adjustment);
    }

    /** The node. */
    public OttlaProcess process() {
        return node.orElseThrow(() -> new IllegalStateException("the node has not been started"));
    }

    /** The node's {@code bootstrap.servers}. */
    public String bootstrap() {
        return process().bootstrap();
    }

    /** Where the node's HTTP port is, as {@code http://host:port}. */
    public String httpUrl() {
        return "http://" + process().addresses().http();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        String name = context.getRequiredTestClass().getSimpleName();
        node = Optional.of(OttlaProcess.start(adjustment.apply(NodeSettings.named(name))));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().filter(NodeExtension::isFailure).isPresent()) {
            failed = true;
            context.publishReportEntry("node", process().keepEvidence().toString());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (failed) {
            node.ifPresent(OttlaProcess::close);
        } else {
            node.ifPresent(OttlaProcess::closeAndForget);
        }
    }

    private static boolean isFailure(Throwable thrown) {
        return !(thrown instanceof TestAbortedException);
    }
}
