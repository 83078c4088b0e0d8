package io.ottla.testkit.rest;

import static io.ottla.testkit.rest.RestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.testkit.OttlaCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that want to see a certificate of every caller, and let the pages of one site call. */
@Timeout(300)
class CertifiedHttpTest {
    private static final String SITE = "https://console.example.com";

    @TempDir
    static Path folder;

    private static Path store;
    private static OttlaCluster nodes;
    private static HttpClient client;
    private static String cluster;

    @BeforeAll
    static void start() throws Exception {
        store = folder.resolve("store.p12");
        Certificates.make(store);
        client = HttpClient.newBuilder().sslContext(Certificates.showing(store)).build();
        nodes = OttlaCluster.builder()
                .brokers(2)
                .set("ottla.http.ssl.keystore.location", store.toString())
                .set("ottla.http.ssl.keystore.type", "PKCS12")
                .set("ottla.http.ssl.keystore.password", Certificates.PASSWORD)
                .set("ottla.http.ssl.truststore.location", store.toString())
                .set("ottla.http.ssl.truststore.type", "PKCS12")
                .set("ottla.http.ssl.truststore.password", Certificates.PASSWORD)
                .set("ottla.http.ssl.client.auth", "required")
                .set("ottla.http.cors.origins", SITE)
                .start();
        cluster = "/v3/clusters/"
                + RestClient.parse(call(1, "GET", "/v3/clusters", "").body())
                        .at("/data/0/cluster_id")
                        .asText();
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @Test
    void letsNobodyInWhoShowsNoCertificate() throws Exception {
        HttpClient stranger =
                HttpClient.newBuilder().sslContext(Certificates.trusting(store)).build();

        assertThatThrownBy(() -> stranger.send(request(1, "/health/live").build(), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        assertThat(call(1, "GET", "/health/live", "").statusCode()).isEqualTo(200);
    }

    /** A node that could not call the other one would take the member over, and give out again what was not committed. */
    @Test
    void nodesShowEachOtherTheirCertificates() throws Exception {
        produce("a");
        String group = cluster + "/consumer-groups/certified/members";
        HttpResponse<String> created = call(1, "POST", group, json("{'member_name':'me','topics':['certified']}"));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);

        assertThat(read(2, group)).contains("\"data\":\"a\"");
        produce("b");
        assertThat(read(1, group)).contains("\"data\":\"b\"").doesNotContain("\"data\":\"a\"");
    }

    @Test
    void letsThePagesOfOneSiteCallEveryPart() throws Exception {
        for (String path : new String[] {"/v3/clusters", "/subjects", "/topics"}) {
            HttpResponse<String> asked = client.send(
                    request(1, path)
                            .method("OPTIONS", BodyPublishers.noBody())
                            .headers("Origin", SITE, "Access-Control-Request-Method", "GET")
                            .build(),
                    BodyHandlers.ofString());
            assertThat(asked.statusCode()).isEqualTo(204);
            HttpResponse<String> answered =
                    client.send(request(1, path).header("Origin", SITE).build(), BodyHandlers.ofString());
            assertThat(answered.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue(SITE);
            assertThat(client.send(
                                    request(1, path)
                                            .header("Origin", "https://elsewhere.example.com")
                                            .build(),
                                    BodyHandlers.ofString())
                            .headers()
                            .firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    private static void produce(String value) throws Exception {
        String record = json("{'value':{'type':'STRING','data':'" + value + "'}}");
        HttpResponse<String> sent = call(1, "POST", cluster + "/topics/certified/records", record);
        assertThat(sent.body()).contains("\"error_code\":200");
    }

    /** The next records that are there; waits for the first. */
    private static String read(int node, String group) throws Exception {
        while (true) {
            HttpResponse<String> answer = call(node, "GET", group + "/me/records?timeout_ms=10000", "");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            if (!RestClient.parse(answer.body()).path("data").isEmpty()) {
                return answer.body();
            }
        }
    }

    private static HttpResponse<String> call(int node, String method, String path, String body) throws Exception {
        HttpRequest.Builder request = request(node, path)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", RestClient.JSON);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(int node, String path) {
        return HttpRequest.newBuilder(URI.create(nodes.httpUrl(node).replace("http://", "https://") + path));
    }
}
