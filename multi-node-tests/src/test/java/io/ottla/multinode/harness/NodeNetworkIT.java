package io.ottla.multinode.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeNetworkIT {
    @Test
    void passesAndCutsAsToldAndTheTestReachesEveryNode() {
        try (NodeNetwork network = NodeNetwork.create(3)) {
            assertThat(reaches(network, 1, 2)).isTrue();

            network.cut(1, 2);
            assertThat(reaches(network, 1, 2)).isFalse();
            assertThat(reaches(network, 2, 1)).isFalse();
            assertThat(reaches(network, 1, 3)).isTrue();
            assertThat(testReaches(network, 1)).isTrue();

            network.heal();
            assertThat(reaches(network, 1, 2)).isTrue();

            // An answer that does not come back is as good as none.
            network.cutOneWay(1, 3);
            assertThat(reaches(network, 3, 1)).isFalse();
            assertThat(reaches(network, 3, 2)).isTrue();

            network.heal();
            network.isolate(2);
            assertThat(reaches(network, 1, 2)).isFalse();
            assertThat(reaches(network, 3, 2)).isFalse();
            assertThat(testReaches(network, 2)).isTrue();
        }
    }

    private static boolean reaches(NodeNetwork network, int from, int to) {
        List<String> command = new ArrayList<>(network.inside(from));
        command.addAll(connectTo(network.host(to)));
        return isRefused(ClientProcess.command(command.toArray(String[]::new)).run());
    }

    private static boolean testReaches(NodeNetwork network, int node) {
        return isRefused(ClientProcess.command(connectTo(network.host(node)).toArray(String[]::new))
                .run());
    }

    /** A connect to a port where nobody listens: refused by a host that is there, unanswered by one that is not. */
    private static List<String> connectTo(String host) {
        return List.of("timeout", "1", "bash", "-c", "exec 3<>/dev/tcp/" + host + "/9");
    }

    private static boolean isRefused(ClientProcess.Result result) {
        return result.err().contains("refused");
    }
}
