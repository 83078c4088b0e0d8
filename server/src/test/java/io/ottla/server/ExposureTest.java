package io.ottla.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExposureTest {
    private static final HostAndPort LOOPBACK = new HostAndPort("127.0.0.1", 1);
    private static final HostAndPort EVERYWHERE = new HostAndPort("0.0.0.0", 1);

    @Test
    void isSilentAboutLoopback() {
        assertThat(Exposure.warnings(options(LOOPBACK, LOOPBACK, Map.of()))).isEmpty();
    }

    @Test
    void warnsOfEachOpenPort() {
        assertThat(Exposure.warnings(options(EVERYWHERE, EVERYWHERE, Map.of())))
                .hasSize(2)
                .allMatch(warning -> warning.contains("0.0.0.0:1 without authentication"));
    }

    @Test
    void trustsAKafkaPortThatAuthenticates() {
        Map<String, String> settings = Map.of("listeners", "SASL_SSL://:9092");

        assertThat(Exposure.warnings(options(EVERYWHERE, LOOPBACK, settings))).isEmpty();
    }

    @Test
    void trustsAnHttpPortThatAsksForUsersTokensOrCertificates() {
        List<Map<String, String>> guards = List.of(
                Map.of("ottla.http.basic.users.file", "users"),
                Map.of("ottla.http.bearer.tokens.file", "tokens"),
                Map.of("ottla.http.ssl.keystore.location", "store", "ottla.http.ssl.client.auth", "required"));

        assertThat(guards)
                .allSatisfy(settings -> assertThat(Exposure.warnings(options(LOOPBACK, EVERYWHERE, settings)))
                        .isEmpty());
    }

    @Test
    void isNotSilencedByTlsThatAsksNobodyOrIsNotSpoken() {
        List<Map<String, String>> open = List.of(
                Map.of("ottla.http.ssl.keystore.location", "store"),
                Map.of("ottla.http.ssl.keystore.location", "store", "ottla.http.ssl.client.auth", "requested"),
                Map.of("ottla.http.ssl.client.auth", "required"));

        assertThat(open)
                .allSatisfy(settings -> assertThat(Exposure.warnings(options(LOOPBACK, EVERYWHERE, settings)))
                        .singleElement()
                        .asString()
                        .contains("the HTTP port"));
    }

    private static NodeOptions options(HostAndPort kafka, HostAndPort http, Map<String, String> settings) {
        return new NodeOptions(
                NodeOptions.Mode.START, Path.of("data"), kafka, http, LOOPBACK, JoinOptions.ALONE, settings);
    }
}
