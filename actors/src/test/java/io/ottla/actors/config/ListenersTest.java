package io.ottla.actors.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenersTest {
    private static final String NAMES = "INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT,SECURE:SSL";

    @Test
    void listensOnAllInterfacesByDefault() {
        assertThat(BrokerSettings.defaults().listeners())
                .containsExactly(new Listener("PLAINTEXT", "", 9092, SecurityProtocol.PLAINTEXT));
        assertThat(BrokerSettings.defaults().advertisedListeners())
                .isEqualTo(BrokerSettings.defaults().listeners());
    }

    @Test
    void readsNamedListeners() {
        BrokerSettings settings = BrokerSettings.of(Map.of(
                "listener.security.protocol.map", NAMES,
                "listeners", "internal://:9092, EXTERNAL://[::1]:9093",
                "advertised.listeners", "EXTERNAL://kafka.example.com:19093"));

        assertThat(settings.listeners())
                .extracting(Listener::address)
                .containsExactly("INTERNAL://:9092", "EXTERNAL://[::1]:9093");
        assertThat(settings.advertisedListeners())
                .extracting(Listener::address)
                .containsExactly("EXTERNAL://kafka.example.com:19093");
    }

    @Test
    void doesNotOpenTheListenersOfKRaftControllers() {
        BrokerSettings settings = BrokerSettings.of(
                Map.of("listeners", "PLAINTEXT://:9092,CONTROLLER://:9093", "controller.listener.names", "CONTROLLER"));

        assertThat(settings.listeners()).extracting(Listener::name).containsExactly("PLAINTEXT");
    }

    @Test
    void letsSeveralListenersTakeAFreePort() {
        BrokerSettings settings = BrokerSettings.of(Map.of(
                "listener.security.protocol.map", NAMES, "listeners", "INTERNAL://localhost:0,EXTERNAL://localhost:0"));

        assertThat(settings.listeners()).extracting(Listener::port).containsExactly(0, 0);
        assertThat(settings.listeners().get(0).withPort(4711).address()).isEqualTo("INTERNAL://localhost:4711");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PLAINTEXT://:9092,PLAINTEXT://:9093 | | the name PLAINTEXT is used twice",
                "INTERNAL://:9092,EXTERNAL://:9092 | | port 9092 is used twice",
                "OTHER://:9092 | | no security protocol for the name OTHER",
                "SECURE://:9092 | | asks for SSL, which is not served yet",
                "PLAINTEXT://:99999 | | is not NAME://host:port",
                "PLAINTEXT:9092 | | is not NAME://host:port",
                "CONTROLLER://:9092 | | at least one address for clients is needed",
                "INTERNAL://:9092 | EXTERNAL://host:9092 | has no counterpart in listeners [INTERNAL]",
                "INTERNAL://:9092 | INTERNAL://0.0.0.0:9092 | is no address that clients can connect to",
            })
    void refusesListenersItCannotOpen(String listeners, String advertised, String because) {
        Map<String, String> given = new HashMap<>();
        given.put("listeners", listeners);
        given.put("listener.security.protocol.map", NAMES + ",PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        given.put("controller.listener.names", "CONTROLLER");
        if (advertised != null) {
            given.put("advertised.listeners", advertised);
        }

        assertThatThrownBy(() -> BrokerSettings.of(given))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(because);
    }

    @Test
    void refusesAProtocolThatDoesNotExist() {
        assertThatThrownBy(() -> BrokerSettings.of(Map.of("listener.security.protocol.map", "PLAINTEXT:CLEAR")))
                .hasMessageContaining("'PLAINTEXT:CLEAR' is not NAME:PROTOCOL");
    }
}
