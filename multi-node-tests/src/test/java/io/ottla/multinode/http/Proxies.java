package io.ottla.multinode.http;

import io.ottla.multinode.harness.NodeSettings;
import io.ottla.multinode.harness.OttlaProcess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Nodes whose HTTP services stand in front of another cluster. They end with the test. */
final class Proxies implements AfterEachCallback {
    private final List<OttlaProcess> running = new ArrayList<>();

    /** Starts one in front of the cluster at these {@code bootstrap.servers}. */
    OttlaProcess start(String bootstrap, String name) {
        OttlaProcess proxy =
                OttlaProcess.start(NodeSettings.named(name).with("ottla.http.bootstrap.servers", bootstrap));
        running.add(proxy);
        return proxy;
    }

    /** Where the HTTP services of a node are. */
    static String url(OttlaProcess node) {
        return "http://" + node.addresses().http();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        running.forEach(OttlaProcess::closeAndForget);
        running.clear();
    }
}
