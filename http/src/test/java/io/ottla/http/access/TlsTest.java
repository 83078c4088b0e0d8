package io.ottla.http.access;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.http.FrontAccess;
import io.ottla.http.Gate;
import io.ottla.http.RouteSource;
import io.ottla.http.RunningFront;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final RouteSource HELLO = () -> path("hello", () -> complete("hello"));
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path folder;

    private static Path store;

    @BeforeAll
    static void makeACertificate() throws Exception {
        store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "http",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    @Test
    void speaksTlsWithItsCertificate() throws Exception {
        try (RunningFront front = front()) {
            assertThat(call(client(), front)).isEqualTo("hello");
        }
    }

    @Test
    void isNotTrustedByThoseWhoDoNotKnowIt() {
        try (RunningFront front = front()) {
            assertThatThrownBy(() -> call(HttpClient.newHttpClient(), front)).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void answersPlainHttpWithNothing() {
        try (RunningFront front = front()) {
            assertThatThrownBy(() -> front.get("/hello")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void saysWhatIsWrongWithTheSettings() {
        assertThat(Tls.of(Map.of())).isEmpty();
        assertThatThrownBy(() -> Tls.of(Map.of(
                        "ssl.keystore.location", store.toString(),
                        "ssl.keystore.type", "PKCS12",
                        "ssl.keystore.password", "wrong")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TLS cannot be set up")
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> Tls.of(
                        Map.of("ssl.keystore.location", folder.resolve("none").toString())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static RunningFront front() {
        Tls tls = Tls.of(Map.of(
                        "ssl.keystore.location",
                        store.toString(),
                        "ssl.keystore.type",
                        "PKCS12",
                        "ssl.keystore.password",
                        PASSWORD))
                .orElseThrow();
        return RunningFront.guarded(system -> new FrontAccess(Optional.of(tls.server()), Gate.OPEN), HELLO);
    }

    private static String call(HttpClient client, RunningFront front) throws Exception {
        URI uri = URI.create(front.uri("/hello").toString().replace("http://", "https://"));
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private static HttpClient client() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            trusted.load(in, PASSWORD.toCharArray());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
