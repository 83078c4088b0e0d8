package io.ottla.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryAccessTest {
    private static final String PASSWORD = "store-secret";

    @TempDir
    Path folder;

    private final AtomicReference<String> authorization = new AtomicReference<>("");

    @Test
    void sendsAUserOrATokenFromTheFile() throws Exception {
        HttpServer registry = HttpServer.create(address(), 0);
        try {
            String url = serve(registry, "http");

            assertThat(list(url, "basic.auth.user.info=alice:wonder").exitCode())
                    .isZero();
            assertThat(authorization).hasValue("Basic YWxpY2U6d29uZGVy");
            assertThat(list(url, "schema.registry.bearer.auth.token=t0ken").exitCode())
                    .isZero();
            assertThat(authorization).hasValue("Bearer t0ken");
        } finally {
            registry.stop(0);
        }
    }

    @Test
    void trustsTheCertificatesOfTheFile() throws Exception {
        Path store = folder.resolve("store.p12");
        makeACertificate(store);
        String trust = """
                schema.registry.ssl.truststore.location=%s
                schema.registry.ssl.truststore.type=PKCS12
                schema.registry.ssl.truststore.password=%s
                """.formatted(store, PASSWORD);
        HttpsServer registry = HttpsServer.create(address(), 0);
        Path own = Files.writeString(folder.resolve("own.properties"), trust.replace("truststore", "keystore"));
        registry.setHttpsConfigurator(
                new HttpsConfigurator(RegistryAccess.of(own).tls().orElseThrow()));
        try {
            String url = serve(registry, "https");

            assertThat(list(url, trust).exitCode()).isZero();
            Ran stranger = list(url, "");
            assertThat(stranger.exitCode()).isEqualTo(1);
            assertThat(stranger.err()).contains("did not answer").doesNotContain("\tat ");
        } finally {
            registry.stop(0);
        }
    }

    @Test
    void saysInOneLineWhatIsWrongWithTheFile() throws Exception {
        String url = "http://127.0.0.1:1";

        assertThat(list(url, "user=alice").err())
                .contains("unknown setting user")
                .hasLineCount(1);
        assertThat(list(url, "ssl.truststore.location=/nowhere").err())
                .contains("TLS cannot be set up")
                .hasLineCount(1);
        assertThat(run("schema", "list", "--registry-config", "/nowhere").err())
                .contains("cannot read --registry-config /nowhere")
                .hasLineCount(1);
    }

    private Ran list(String url, String settings) throws Exception {
        Path file = Files.writeString(Files.createTempFile(folder, "registry", ".properties"), settings);
        return run("schema", "list", "--registry", url, "--registry-config", file.toString());
    }

    private record Ran(int exitCode, String err) {}

    private static Ran run(String... arguments) {
        CapturedCli cli = new CapturedCli();
        int exitCode = cli.execute(arguments);
        return new Ran(exitCode, cli.err());
    }

    private String serve(HttpServer registry, String scheme) {
        registry.createContext("/", exchange -> {
            authorization.set(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] nothing = "[]".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, nothing.length);
            exchange.getResponseBody().write(nothing);
            exchange.close();
        });
        registry.start();
        return scheme + "://127.0.0.1:" + registry.getAddress().getPort();
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void makeACertificate(Path store) throws Exception {
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
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString()))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
    }
}
