package io.ottla.multinode.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.NodeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code connections.max.idle.ms}: who says nothing for long is let go. */
class IdleConnectionsIT {
    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.with(settings -> settings.with("connections.max.idle.ms", "2000"));

    @Test
    void closesAConnectionThatNeverSaidAnything() {
        try (RawConnection connection = connect()) {
            assertThat(connection.isClosedByNode()).isTrue();
        }
    }

    @Test
    void closesAConnectionThatFellSilent() {
        try (RawConnection connection = connect()) {
            connection.request(Requests.apiVersions(1));
            assertThat(connection.response().getInt()).isEqualTo(1);
            assertThat(connection.isClosedByNode()).isTrue();
        }
    }

    private static RawConnection connect() {
        return RawConnection.open(NODE.process().addresses().kafkaPort());
    }
}
