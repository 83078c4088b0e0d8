package io.ottla.serdes.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.ottla.serdes.Registries;
import io.ottla.serdes.SerdeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpRegistryTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String answer = "{}";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestURI() + " " + body + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void registersWithReferencesAndKind() {
        answer = "{\"id\":7,\"version\":2}";
        SchemaText schema =
                new SchemaText(SchemaKind.PROTOBUF, "syntax", List.of(new SchemaReference("a.proto", "a", 3)));

        RegisteredSchema registered = client(Map.of()).register("my topic/x-value", schema, true);

        assertThat(registered).isEqualTo(new RegisteredSchema(7, 2, schema));
        assertThat(requests)
                .containsExactly("POST /subjects/my%20topic%2Fx-value/versions?normalize=true"
                        + " {\"schema\":\"syntax\",\"schemaType\":\"PROTOBUF\","
                        + "\"references\":[{\"name\":\"a.proto\",\"subject\":\"a\",\"version\":3}]} null");
    }

    @Test
    void remembersWhatNeverChanges() {
        answer = "{\"schema\":\"\\\"string\\\"\",\"id\":7,\"version\":1}";
        RegistryClient client = client(Map.of());

        assertThat(client.byId("s", 7)).isEqualTo(SchemaText.of(SchemaKind.AVRO, "\"string\""));
        client.byId("s", 7);
        client.latest("s");
        client.latest("s");

        assertThat(requests).hasSize(2);
    }

    @Test
    void passesOnWhatTheRegistrySays() {
        status = 409;
        answer = "{\"error_code\":40901,\"message\":\"incompatible\"}";

        assertThatThrownBy(() -> client(Map.of()).register("s", SchemaText.of(SchemaKind.AVRO, "\"int\""), false))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refused -> assertThat(refused.errorCode()).isEqualTo(40901))
                .hasMessage("incompatible (error code 40901)");
    }

    @Test
    void saysWhenItIsNoRegistry() {
        answer = "<html>";

        assertThatThrownBy(() -> client(Map.of()).latest("s"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("not a schema registry?");
    }

    @Test
    void passesOverAnAddressThatIsDown() throws IOException {
        answer = "{\"schema\":\"\\\"string\\\"\"}";
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        String both = "http://127.0.0.1:" + closed + "," + url("");

        assertThat(client(Map.of("schema.registry.url", both)).byId("s", 1).text())
                .isEqualTo("\"string\"");
        assertThatThrownBy(() -> client(Map.of("schema.registry.url", "http://127.0.0.1:" + closed))
                        .byId("s", 1))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("cannot reach the schema registry at [http://127.0.0.1:" + closed);
    }

    @Test
    void provesWhoItIs() {
        answer = "{\"schema\":\"\\\"string\\\"\"}";

        client(Map.of("schema.registry.url", url("me:secret@"))).byId("s", 1);
        client(Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "you:hidden"))
                .byId("s", 1);
        client(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "abc"))
                .byId("s", 1);

        assertThat(requests.get(0)).endsWith("Basic bWU6c2VjcmV0");
        assertThat(requests.get(1)).endsWith("Basic eW91OmhpZGRlbg==");
        assertThat(requests.get(2)).endsWith("Bearer abc");
    }

    @Test
    void refusesAddressesThatAreNone() {
        assertThatThrownBy(() -> client(Map.of("schema.registry.url", "localhost")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be like http://host:8080");
        assertThatThrownBy(() -> new SerdeSettings(Map.of(), false)).isInstanceOf(ConfigException.class);
    }

    private String url(String user) {
        return "http://" + user + "127.0.0.1:" + server.getAddress().getPort();
    }

    private RegistryClient client(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("schema.registry.url", url("")));
        settings.putAll(more);
        return Registries.of(new SerdeSettings(settings, false));
    }
}
