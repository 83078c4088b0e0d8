package io.ottla.testkit.rest;

import static io.ottla.testkit.rest.RestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.testkit.OttlaCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes whose HTTP ports speak TLS and ask callers who they are. */
@Timeout(300)
class GuardedHttpTest {
    private static final String ALICE =
            "Basic " + Base64.getEncoder().encodeToString("alice:wonder".getBytes(StandardCharsets.UTF_8));

    @TempDir
    static Path folder;

    private static OttlaCluster nodes;
    private static HttpClient client;
    private static String cluster;

    @BeforeAll
    static void start() throws Exception {
        Path store = folder.resolve("store.p12");
        Certificates.make(store);
        client =
                HttpClient.newBuilder().sslContext(Certificates.trusting(store)).build();
        Path users = Files.writeString(folder.resolve("users"), "alice: wonder\n");
        Path tokens = Files.writeString(folder.resolve("tokens"), "ci: t0ken\n");
        nodes = OttlaCluster.builder()
                .brokers(2)
                .set("ottla.http.ssl.keystore.location", store.toString())
                .set("ottla.http.ssl.keystore.type", "PKCS12")
                .set("ottla.http.ssl.keystore.password", Certificates.PASSWORD)
                .set("ottla.http.ssl.truststore.location", store.toString())
                .set("ottla.http.ssl.truststore.type", "PKCS12")
                .set("ottla.http.ssl.truststore.password", Certificates.PASSWORD)
                .set("ottla.http.basic.users.file", users.toString())
                .set("ottla.http.bearer.tokens.file", tokens.toString())
                .start();
        cluster = "/v3/clusters/"
                + body(call(1, "GET", "/v3/clusters", "", ALICE))
                        .at("/data/0/cluster_id")
                        .asText();
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @Test
    void letsNobodyInWhoIsNotKnown() throws Exception {
        HttpResponse<String> stranger = call(1, "GET", "/v3/clusters", "", "Basic bm9ib2R5Om5v");

        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(body(stranger).path("error_code").asInt()).isEqualTo(401);
        assertThat(stranger.headers().allValues("WWW-Authenticate")).hasSize(2);
        assertThat(call(1, "GET", "/subjects", "", "Bearer wonder").statusCode())
                .isEqualTo(401);
        assertThat(call(1, "GET", "/health/live", "", "none").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> new RestClient(nodes.httpUrl()).get("/health/live"))
                .as("plain HTTP")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void servesUsersAndHoldersOfTokens() throws Exception {
        assertThat(call(1, "GET", "/v3/clusters", "", ALICE).statusCode()).isEqualTo(200);
        assertThat(call(2, "GET", "/subjects", "", "Bearer t0ken").statusCode()).isEqualTo(200);
    }

    /** A node that cannot call the other one takes the member over, and gives out again what was not committed. */
    @Test
    void nodesCallEachOtherForMembersOfGroups() throws Exception {
        produce("passed", "a");
        String group = cluster + "/consumer-groups/passed/members";
        HttpResponse<String> created = call(1, "POST", group, json("{'member_name':'me','topics':['passed']}"), ALICE);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);

        assertThat(values(2, group + "/me", 1)).containsExactly("a");
        produce("passed", "b");
        assertThat(values(1, group + "/me", 1)).containsExactly("b");
    }

    @Test
    void passwordsAreNotDescribed() throws Exception {
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", nodes.bootstrapServers()))) {
            var entries = admin.describeConfigs(List.of(broker)).all().get().get(broker);

            ConfigEntry password = entries.get("ottla.http.ssl.keystore.password");
            assertThat(password.isSensitive()).isTrue();
            assertThat(password.value()).isNull();
            assertThat(entries.entries()).noneMatch(entry -> entry.toString().contains(Certificates.PASSWORD));
        }
    }

    private static void produce(String topic, String value) throws Exception {
        String record = json("{'value':{'type':'STRING','data':'" + value + "'}}");
        HttpResponse<String> sent = call(1, "POST", cluster + "/topics/" + topic + "/records", record, "Bearer t0ken");
        assertThat(body(sent).path("error_code").asInt()).as(sent.body()).isEqualTo(200);
    }

    private static List<String> values(int node, String member, int count) throws Exception {
        List<String> values = new ArrayList<>();
        while (values.size() < count) {
            HttpResponse<String> records = call(node, "GET", member + "/records?timeout_ms=10000", "", ALICE);
            assertThat(records.statusCode()).as(records.body()).isEqualTo(200);
            body(records)
                    .path("data")
                    .forEach(record -> values.add(record.at("/value/data").asText()));
        }
        return values;
    }

    private static HttpResponse<String> call(int node, String method, String path, String body, String authorization)
            throws Exception {
        URI uri = URI.create(nodes.httpUrl(node).replace("http://", "https://") + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", RestClient.JSON)
                .header("Authorization", authorization);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode body(HttpResponse<String> answer) {
        return RestClient.parse(answer.body());
    }
}
