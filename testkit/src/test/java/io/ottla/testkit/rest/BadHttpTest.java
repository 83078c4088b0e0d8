package io.ottla.testkit.rest;

import static io.ottla.testkit.rest.RestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.testkit.OttlaCluster;
import io.ottla.testkit.rest.RestClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BadHttpTest {
    private static final String BINARY = "application/vnd.kafka.binary.v2+json";

    private static OttlaCluster broker;
    private static RestClient rest;
    private static String cluster;

    @BeforeAll
    static void start() {
        broker =
                OttlaCluster.builder().set("auto.create.topics.enable", "false").start();
        rest = new RestClient(broker.httpUrl());
        cluster = "/v3/clusters/"
                + rest.get("/v3/clusters").json().at("/data/0/cluster_id").asText();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void refusesABodyThatIsTooBig() {
        Answer answer = rest.send(
                "POST",
                "/topics/t",
                "{\"records\":[{\"value\":\"" + "A".repeat(17 << 20) + "\"}]}",
                "Content-Type",
                BINARY);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.errorCode()).isEqualTo(413);
    }

    @Test
    void refusesJsonThatIsNestedWithoutEnd() {
        Answer answer = rest.post(cluster + "/topics", "[".repeat(100_000) + "]".repeat(100_000));

        assertThat(answer.errorCode()).isEqualTo(400);
    }

    /** A megabyte of it would be a gigabyte of text. */
    @Test
    void doesNotInflateWhatIsCompressed() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            byte[] blanks = new byte[1 << 20];
            Arrays.fill(blanks, (byte) ' ');
            for (int i = 0; i < 64; i++) {
                zip.write(blanks);
            }
            zip.write("{}".getBytes(StandardCharsets.UTF_8));
        }
        for (String path : List.of("/subjects/zipped/versions", cluster + "/topics", cluster + "/topics/t/records")) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(broker.httpUrl() + path))
                                    .header("Content-Type", "application/json")
                                    .header("Content-Encoding", "gzip")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(415);
            assertThat(answer.body()).contains("\"error_code\":415").contains("Content-Encoding");
        }
    }

    @Test
    void refusesPathsThatAreNotEncoded() throws Exception {
        assertThat(raw("GET /topics/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("\"error_code\":400");
    }

    @Test
    void tellsEachRecordThatThereIsNoSuchTopicAtOnce() {
        Answer answer = rest.post(cluster + "/topics/nobody-made-it/records", "{}{}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.lines())
                .extracting(line -> line.path("error_code").asInt())
                .containsExactly(40401, 40401);
        assertThat(rest.send(
                                "POST",
                                "/topics/nobody-made-it",
                                json("{'records':[{'value':'AA=='}]}"),
                                "Content-Type",
                                BINARY)
                        .errorCode())
                .isEqualTo(40401);
    }

    @Test
    void takesNamesThatNeedEncoding() {
        assertThat(rest.get("/consumers/a%2Fb/instances/c%20d/records", "Accept", BINARY)
                        .errorCode())
                .isEqualTo(40403);
    }

    @Test
    void describesItselfAndCountsItsCalls() {
        assertThat(rest.get("/openapi.json").json().path("openapi").asText()).isEqualTo("3.1.0");
        rest.get(cluster + "/topics/nobody");
        assertThat(rest.get("/metrics").raw().body())
                .contains(
                        "ottla_http_request_duration_seconds_count{method=\"GET\",route=\"/v3/clusters/{cluster_id}/topics/{topic_name}\",status=\"404\"}");
    }

    @Test
    void producesOverAWebSocket() {
        rest.post(cluster + "/topics", json("{'topic_name':'socket'}"));
        try (SocketClient socket = SocketClient.open(broker.httpUrl() + cluster + "/topics/socket/records:produce")) {
            for (int i = 0; i < 3; i++) {
                socket.send(json("{'value':{'type':'STRING','data':'" + i + "'}}"));
                assertThat(socket.next().path("offset").asInt()).isEqualTo(i);
            }
            socket.send(json("{'value':{'type':'BINARY','data':'?'}}"));
            assertThat(socket.next().path("error_code").asInt()).isEqualTo(400);
        }
        assertThat(rest.get(cluster + "/topics/socket/records:produce").errorCode())
                .isEqualTo(400);
    }

    private static String raw(String request) throws Exception {
        URI uri = URI.create(broker.httpUrl());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
