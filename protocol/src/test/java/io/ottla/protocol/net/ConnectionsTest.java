package io.ottla.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private final InetAddress one = address(1);
    private final InetAddress two = address(2);
    private final InetAddress special = address(3);
    private final Connections connections = new Connections(new KafkaPortSettings(
            List.of(new Listener("PLAINTEXT", "", 0)),
            1,
            1000,
            10,
            -1,
            Duration.ofMinutes(1),
            5,
            2,
            Map.of(special, 3),
            -1,
            -1,
            50));

    @Test
    void admitsOnlySoManyFromOneAddress() {
        assertThat(connections.admit(one)).isTrue();
        assertThat(connections.admit(one)).isTrue();
        assertThat(connections.admit(one)).isFalse();
        assertThat(connections.admit(two)).isTrue();
    }

    @Test
    void knowsExceptionsForSingleAddresses() {
        for (int i = 0; i < 3; i++) {
            assertThat(connections.admit(special)).isTrue();
        }
        assertThat(connections.admit(special)).isFalse();
    }

    @Test
    void admitsOnlySoManyInTotal() {
        connections.admit(one);
        connections.admit(one);
        connections.admit(special);
        connections.admit(special);
        connections.admit(special);

        assertThat(connections.admit(two)).isFalse();
    }

    @Test
    void givesPlacesBack() {
        connections.admit(one);
        connections.admit(one);
        connections.leave(one);

        assertThat(connections.admit(one)).isTrue();
        assertThat(connections.admit(one)).isFalse();
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
