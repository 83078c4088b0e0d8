package io.ottla.testkit.rest;

import static io.ottla.testkit.rest.RestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.HttpLimits;
import io.ottla.http.rest.ProduceLimits;
import io.ottla.testkit.OttlaCluster;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class V3ProduceTest {
    private static OttlaCluster broker;
    private static RestClient rest;
    private static String cluster;

    @BeforeAll
    static void start() {
        broker = OttlaCluster.start();
        rest = new RestClient(broker.httpUrl());
        cluster = "/v3/clusters/"
                + rest.get("/v3/clusters").json().at("/data/0/cluster_id").asText();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void makesTheTopicAndAnswersEachRecordOnALineOfItsOwn() {
        RestClient.Answer answer = produce("new", """
                {"key":{"type":"STRING","data":"k"},"value":{"type":"JSON","data":{"a":[1.10,null]}},
                 "headers":[{"name":"h","value":"AQI="},{"name":"none","value":null}],"timestamp":"2021-02-05T19:14:42Z"}
                {"value":{"type":"BINARY","data":"SGVsbG8="}}{}
                """);

        assertThat(answer.status()).isEqualTo(200);
        List<JsonNode> lines = answer.lines();
        assertThat(lines).extracting(line -> line.path("error_code").asInt()).containsExactly(200, 200, 200);
        assertThat(lines).extracting(line -> line.path("offset").asInt()).containsExactly(0, 1, 2);
        assertThat(lines.get(0).at("/key/type").asText()).isEqualTo("STRING");
        assertThat(lines.get(0).at("/key/size").asInt()).isEqualTo(1);
        assertThat(lines.get(0).path("timestamp").asText()).isEqualTo("2021-02-05T19:14:42Z");
        assertThat(lines.get(1).has("key")).isFalse();
        assertThat(lines.get(1).at("/value/size").asInt()).isEqualTo(5);

        List<ConsumerRecord<String, String>> records = read("new", 3);
        assertThat(records).extracting(ConsumerRecord::value).containsExactly("{\"a\":[1.10,null]}", "Hello", null);
        assertThat(records.get(0).headers().lastHeader("h").value()).containsExactly(1, 2);
        assertThat(records.get(0).headers().lastHeader("none").value()).isNull();
    }

    /** A second lets one byte through, so that nothing goes through behind a record of hundreds until minutes are over. */
    @Test
    void recordsThatAreTooManyAreToldSoOneByOne() {
        try (ProxyNode throttled = new ProxyNode(
                broker.bootstrapServers(),
                settings -> settings.produceLimits(new ProduceLimits(ProduceLimits.NONE, 1)))) {
            String record = json("{'value':{'type':'STRING','data':'" + "x".repeat(500) + "'}}");
            List<JsonNode> lines = throttled
                    .client()
                    .post(cluster + "/topics/throttled/records", record + record)
                    .lines();
            assertThat(lines)
                    .extracting(line -> line.path("error_code").asInt())
                    .containsExactly(200, 429);
            JsonNode batch = throttled
                    .client()
                    .post(
                            cluster + "/topics/throttled/records:batch",
                            json("{'entries':[{'id':'1','value':{'type':'STRING','data':'a'}}]}"))
                    .json();
            assertThat(batch.at("/failures/0/error_code").asInt()).isEqualTo(429);
            assertThat(read("throttled", 1)).extracting(ConsumerRecord::value).containsExactly("x".repeat(500));
        }
    }

    /** A client that never ends its request is told so, behind the answers to what it has sent. */
    @Test
    void aRequestThatLastsTooLongIsEndedWith408() throws Exception {
        try (ProxyNode brief = new ProxyNode(
                        broker.bootstrapServers(), settings -> settings.longestProduce(Duration.ofSeconds(5)));
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(),
                        URI.create(brief.url()).getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("POST " + cluster
                                    + "/topics/long/records HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            List<String> codes = new ArrayList<>();
            for (String line = answer.readLine(); line != null && codes.size() < 2; line = answer.readLine()) {
                if (line.startsWith("{")) {
                    codes.add(RestClient.parse(line).path("error_code").asText());
                }
            }
            assertThat(codes).containsExactly("200", "408");
        }
    }

    @Test
    void aBadRecordDoesNotEndTheStream() {
        List<JsonNode> lines = produce("bad", """
                        {"value":{"type":"BINARY","data":"***"}}
                        {"value":{"type":"NOBODY","data":"x"}}
                        {"value":{"type":"STRING","data":1}}
                        {"value":{"type":"AVRO","data":1,"schema":"nonsense"}}
                        {"value":{"type":"AVRO","data":1,"schema_id":1}}
                        {"partition_id":-1}
                        {"partition_id":99}
                        {"value":{"type":"STRING","data":"good"}}
                        """).lines();

        assertThat(lines)
                .extracting(line -> line.path("error_code").asInt())
                .containsExactly(400, 400, 400, 422, 400, 40402, 40401, 200);
        assertThat(read("bad", 1)).extracting(ConsumerRecord::value).containsExactly("good");
    }

    @Test
    void aBodyThatCannotBeParsedOnDoes() {
        List<JsonNode> lines = produce("cut", "{} ]x{} {}").lines();

        assertThat(lines).extracting(line -> line.path("error_code").asInt()).containsExactly(200, 400);
    }

    @Test
    void refusesOtherTypesAndAnswersAnEmptyBodyWithNothing() {
        assertThat(rest.send("POST", cluster + "/topics/t/records", "{}", "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(produce("empty", "").lines()).isEmpty();
        assertThat(rest.post("/v3/clusters/nobody/topics/t/records", "{}").errorCode())
                .isEqualTo(404);
    }

    @Test
    void answersWhileTheRequestIsStillBeingWritten() throws Exception {
        URI uri = URI.create(broker.httpUrl());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(30_000);
            var out = socket.getOutputStream();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            out.write(("POST " + cluster + "/topics/live/records HTTP/1.1\r\nHost: x\r\n"
                            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            for (int i = 0; i < 3; i++) {
                String record = json("{'value':{'type':'STRING','data':'" + i + "'}}");
                out.write((Integer.toHexString(record.length()) + "\r\n" + record + "\r\n")
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
                assertThat(nextObject(in).path("offset").asInt()).isEqualTo(i);
            }
        }
    }

    @Test
    void takesAStreamThatIsLongerThanAnyBodyMayBe() {
        String record = json("{'value':{'type':'STRING','data':'" + "x".repeat(100_000) + "'}}\n");
        int records = (int) (HttpLimits.defaults().entityBytes() / record.length()) + 2;

        RestClient.Answer answer = produce("long", record.repeat(records));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.lines())
                .hasSize(records)
                .allMatch(line -> line.path("error_code").asInt() == 200);
    }

    @Test
    void answersABatchByWhatArrived() {
        String batch = cluster + "/topics/batch/records:batch";
        RestClient.Answer answer = rest.post(
                batch,
                json(
                        "{'entries':[{'id':'1','value':{'type':'STRING','data':'a'}},{'id':'2','value':{'type':'X','data':'a'}}]}"));

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.json().at("/successes/0/id").asText()).isEqualTo("1");
        assertThat(answer.json().at("/successes/0/offset").asInt()).isZero();
        assertThat(answer.json().at("/failures/0/id").asText()).isEqualTo("2");
        assertThat(answer.json().at("/failures/0/error_code").asInt()).isEqualTo(400);
        assertThat(rest.post(batch, json("{'entries':[]}")).errorCode()).isEqualTo(42208);
        assertThat(rest.post(batch, json("{'entries':[{'id':'a'},{'id':'a'}]}")).errorCode())
                .isEqualTo(42208);
        assertThat(rest.post(batch, json("{'entries':[{'id':'ä'}]}")).errorCode())
                .isEqualTo(42208);
        assertThat(rest.post(batch, "{").errorCode()).isEqualTo(400);
    }

    private static RestClient.Answer produce(String topic, String body) {
        return rest.post(cluster + "/topics/" + topic + "/records", body);
    }

    private static JsonNode nextObject(BufferedReader in) throws Exception {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("{")) {
                return RestClient.parse(line);
            }
        }
        throw new IllegalStateException("the answer ended");
    }

    private static List<ConsumerRecord<String, String>> read(String topic, int count) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (records.size() < count) {
                consumer.poll(Duration.ofSeconds(30)).forEach(records::add);
            }
        }
        return records;
    }
}
