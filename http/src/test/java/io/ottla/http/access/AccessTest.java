package io.ottla.http.access;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import io.ottla.http.FrontAccess;
import io.ottla.http.RouteSource;
import io.ottla.http.RunningFront;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    private static final String SITE = "https://console.example.com";

    @TempDir
    Path folder;

    private static Route routes() {
        return concat(
                path("hello", () -> complete("hello")),
                path(PathMatchers.segment("health").slash("ready"), () -> complete("ready")));
    }

    @Test
    void everybodyMayCallUnlessTheSettingsSayOtherwise() throws Exception {
        try (RunningFront front = front(Optional.empty(), Optional.empty(), List.of())) {
            assertThat(front.get("/hello").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void asksForAUserAndAPassword() throws Exception {
        try (RunningFront front = front(
                Optional.of(file("# people", "alice: open: sesame", "bob: secret")), Optional.empty(), List.of())) {
            HttpResponse<String> refused = front.get("/hello");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate"))
                    .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Basic realm=\"ottla\""));
            assertThat(refused.body()).isEqualTo("{\"error_code\":401,\"message\":\"HTTP 401 Unauthorized\"}");

            assertThat(front.get("/hello", "Authorization", basic("alice:open: sesame"))
                            .body())
                    .isEqualTo("hello");
            assertThat(front.get("/hello", "Authorization", basic("alice:secret"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(front.get("/hello", "Authorization", basic("carol:secret"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(front.get("/hello", "Authorization", "Basic ???").statusCode())
                    .isEqualTo(401);
            assertThat(front.get("/hello", "Authorization", "Bearer secret").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void tellsHealthToEverybody() throws Exception {
        try (RunningFront front = front(Optional.of(file("a: b")), Optional.empty(), List.of())) {
            assertThat(front.get("/health/ready").body()).isEqualTo("ready");
            assertThat(front.get("/healthy").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void takesATokenThatStandsInTheFileAsItsHash() throws Exception {
        // The hash of "token-of-the-build".
        String hash = "sha256:"
                + HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest("token-of-the-build".getBytes(StandardCharsets.UTF_8)));
        try (RunningFront front = front(Optional.empty(), Optional.of(file("build: " + hash)), List.of())) {
            assertThat(front.get("/hello", "Authorization", "Bearer token-of-the-build")
                            .body())
                    .isEqualTo("hello");
            assertThat(front.get("/hello", "Authorization", "Bearer " + hash).statusCode())
                    .isEqualTo(401);
            assertThat(front.get("/hello").headers().firstValue("WWW-Authenticate"))
                    .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
        }
    }

    @Test
    void readsUsersAnewWhenTheirFileChanges() throws Exception {
        Path file = file("alice: before");
        Secrets secrets = Secrets.of(file);
        Files.writeString(file, "alice: after\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        secrets.refresh();
        assertThat(secrets.holds("alice", "after")).isTrue();
        assertThat(secrets.holds("alice", "before")).isFalse();

        Files.writeString(file, "nonsense\n");
        secrets.refresh();
        assertThat(secrets.holds("alice", "after"))
                .as("a file that is half written takes nobody's access")
                .isTrue();
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        Path wrong = file("alice: x", "nonsense");

        assertThatThrownBy(() -> Secrets.of(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> Secrets.of(folder.resolve("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void tellsBrowsersNothingByDefault() throws Exception {
        try (RunningFront front = front(Optional.empty(), Optional.empty(), List.of())) {
            HttpResponse<String> answer = front.get("/hello", "Origin", SITE);

            assertThat(answer.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
        }
    }

    @Test
    void letsThePagesOfNamedSitesCall() throws Exception {
        try (RunningFront front = front(Optional.of(file("a: b")), Optional.empty(), List.of(SITE))) {
            HttpResponse<String> asked = front.send(HttpRequest.newBuilder(front.uri("/hello"))
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .headers("Origin", SITE, "Access-Control-Request-Method", "PUT"));
            assertThat(asked.statusCode()).isEqualTo(204);
            assertThat(asked.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue(SITE);
            assertThat(asked.headers().firstValue("Access-Control-Allow-Methods"))
                    .hasValueSatisfying(methods -> assertThat(methods).contains("PUT"));

            HttpResponse<String> allowed = front.get("/hello", "Origin", SITE, "Authorization", basic("a:b"));
            assertThat(allowed.body()).isEqualTo("hello");
            assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue(SITE);

            assertThat(front.get("/hello", "Origin", "https://elsewhere.example", "Authorization", basic("a:b"))
                            .headers()
                            .firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    private static RunningFront front(Optional<Path> users, Optional<Path> tokens, List<String> origins) {
        RouteSource source = AccessTest::routes;
        return RunningFront.guarded(
                system -> new FrontAccess(
                        Optional.empty(), AccessGate.of(system, users, tokens, Optional.empty(), origins)),
                source);
    }

    private Path file(String... lines) throws Exception {
        return Files.write(Files.createTempFile(folder, "secrets", ""), List.of(lines));
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
