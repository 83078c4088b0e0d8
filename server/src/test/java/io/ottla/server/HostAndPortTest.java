package io.ottla.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAndPortTest {
    @ParameterizedTest
    @CsvSource({
        "localhost:9092, localhost, 9092",
        "10.0.0.1:0, 10.0.0.1, 0",
        "[::1]:9092, ::1, 9092",
        ":9092, 0.0.0.0, 9092",
    })
    void readsHostAndPort(String text, String host, int port) {
        assertThat(HostAndPort.parse(text)).isEqualTo(new HostAndPort(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "localhost:", "localhost:kafka", "localhost:65536", "localhost:-1", "::1:9092", ""})
    void refusesAnythingElseAndQuotesIt(String text) {
        assertThatThrownBy(() -> HostAndPort.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9092", "[::1]:9092", "0.0.0.0:0"})
    void writesItselfAsItWasRead(String text) {
        assertThat(HostAndPort.parse(text)).hasToString(text);
    }

    @Test
    void knowsLoopbackFromReachable() {
        assertThat(new HostAndPort("127.0.0.1", 1).isLoopback()).isTrue();
        assertThat(new HostAndPort("::1", 1).isLoopback()).isTrue();
        assertThat(new HostAndPort("0.0.0.0", 1).isLoopback()).isFalse();
        assertThat(new HostAndPort("192.0.2.1", 1).isLoopback()).isFalse();
    }

    @Test
    void showsAWildcardToLocalClientsAsLoopback() {
        assertThat(new HostAndPort("0.0.0.0", 9092).asLocalClientSeesIt()).hasToString("127.0.0.1:9092");
        assertThat(new HostAndPort("192.0.2.1", 9092).asLocalClientSeesIt()).hasToString("192.0.2.1:9092");
    }
}
