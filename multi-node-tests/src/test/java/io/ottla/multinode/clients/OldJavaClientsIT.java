package io.ottla.multinode.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.Clients;
import io.ottla.multinode.harness.NodeExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications with client libraries of years ago, which nobody wants to touch. */
class OldJavaClientsIT {
    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @ParameterizedTest
    @ValueSource(strings = {"2.1.1", "2.8.2"})
    void livesAWholeLife(String version) {
        String story =
                Clients.oldClient(version, NODE.bootstrap(), "life-" + version).output();
        assertThat(story).contains("produced zstd", "consumed 50", "group state Empty", "listed false");
    }
}
