package io.ottla.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadyLineTest {
    @Test
    void namesBothAddressesTheTimeAndWhatToPasteNext() {
        String line = ReadyLine.of(
                new HostAndPort("127.0.0.1", 9092), new HostAndPort("127.0.0.1", 8080), "http://", 1.94, "./ottla");

        assertThat(line)
                .isEqualTo("Ottla is ready in 1.9 s: Kafka at 127.0.0.1:9092, HTTP at http://127.0.0.1:8080."
                        + " Try: echo foo | ./ottla produce t; ./ottla tail t");
    }

    @Test
    void saysHowToReachAnotherPort() {
        String line = ReadyLine.of(
                new HostAndPort("0.0.0.0", 40001), new HostAndPort("127.0.0.1", 40002), "https://", 1, "ottla");

        assertThat(line)
                .startsWith("Ottla is ready")
                .endsWith("echo foo | ottla produce t --bootstrap 127.0.0.1:40001;"
                        + " ottla tail t --bootstrap 127.0.0.1:40001");
    }
}
