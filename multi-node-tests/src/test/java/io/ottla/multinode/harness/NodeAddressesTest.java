package io.ottla.multinode.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeAddressesTest {
    @Test
    void readsBothAddressesFromTheReadyLine() {
        String output = "something before\n"
                + "Ottla is ready in 1.6 s: Kafka at 127.0.0.1:9092, HTTP at http://127.0.0.1:8080. Try: echo foo\n";
        assertThat(NodeAddresses.find(output)).contains(new NodeAddresses("127.0.0.1:9092", "127.0.0.1:8080"));
    }

    @Test
    void seesNothingBeforeTheLineIsThere() {
        assertThat(NodeAddresses.find("Ottla is starting\n")).isEmpty();
    }

    @Test
    void knowsTheKafkaPort() {
        assertThat(new NodeAddresses("[::1]:19092", "[::1]:8080").kafkaPort()).isEqualTo(19092);
    }
}
