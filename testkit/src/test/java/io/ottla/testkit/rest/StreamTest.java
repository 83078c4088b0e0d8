package io.ottla.testkit.rest;

import static io.ottla.testkit.rest.RestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.testkit.OttlaCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StreamTest {
    private static final String EVENTS = "text/event-stream";

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
    void givesOutWhatThereIsAndThenWhatComes() {
        produce("live", "a", "b");
        try (StreamClient stream = open("live", "?from=beginning", "Accept", EVENTS)) {
            assertThat(stream.type()).startsWith(EVENTS);
            assertThat(stream.values(2)).containsExactly("a", "b");
            produce("live", "c");
            assertThat(stream.values(1)).containsExactly("c");
            assertThat(stream.lastId()).isEqualTo("0:3");
        }
    }

    @Test
    void beginsAtTheEndUnlessToldOtherwise() {
        produce("end", "old");
        try (StreamClient stream = open("end", "")) {
            assertThat(stream.type()).startsWith("application/x-ndjson");
            produce("end", "new");
            JsonNode record = stream.next();
            assertThat(record.at("/value/data").asText()).isEqualTo("new");
            assertThat(record.at("/value/type").asText()).isEqualTo("STRING");
            assertThat(record.path("offset").asInt()).isEqualTo(1);
            assertThat(record.path("partition_id").asInt()).isZero();
        }
    }

    @Test
    void resumesBehindTheLastEvent() {
        produce("resume", "a", "b", "c");
        String id;
        try (StreamClient stream = open("resume", "?from=beginning", "Accept", EVENTS)) {
            stream.values(2);
            id = stream.lastId();
        }
        try (StreamClient stream = open("resume", "?from=beginning", "Accept", EVENTS, "Last-Event-ID", id)) {
            assertThat(stream.values(1)).containsExactly("c");
        }
    }

    @Test
    void readsFromAnOffsetOrATimeAndEndsWhereAsked() {
        rest.post(
                cluster + "/topics/bounded/records",
                json(
                        "{'timestamp':'2021-01-01T00:00:00Z','value':{'type':'STRING','data':'a'}}{'timestamp':'2022-01-01T00:00:00Z','value':{'type':'STRING','data':'b'}}{'timestamp':'2023-01-01T00:00:00Z','value':{'type':'STRING','data':'c'}}"));

        assertThat(all("bounded", "?offset=1&live=false")).containsExactly("b", "c");
        assertThat(all("bounded", "?timestamp=2021-06-01T00:00:00Z&live=false")).containsExactly("b", "c");
        assertThat(all("bounded", "?from=beginning&limit=2")).containsExactly("a", "b");
        assertThat(all("bounded", "?offsets=0:2&live=false")).containsExactly("c");
        assertThat(all("bounded", "?live=false")).isEmpty();
    }

    @Test
    void filtersByKeyAndByPartition() {
        rest.post(cluster + "/topics", json("{'topic_name':'filter','partitions_count':3}"));
        rest.post(
                cluster + "/topics/filter/records",
                json(
                        "{'partition_id':0,'key':{'type':'STRING','data':'x'},'value':{'type':'STRING','data':'0'}}{'partition_id':1,'key':{'type':'STRING','data':'y'},'value':{'type':'STRING','data':'1'}}{'partition_id':2,'key':{'type':'STRING','data':'x'},'value':{'type':'STRING','data':'2'}}"));

        assertThat(all("filter", "?from=beginning&live=false&key=x")).containsExactlyInAnyOrder("0", "2");
        assertThat(all("filter", "?from=beginning&live=false&partition=1,2")).containsExactlyInAnyOrder("1", "2");
        try (StreamClient stream = StreamClient.open(
                broker.httpUrl() + cluster + "/topics/filter/partitions/1/records?from=beginning&live=false")) {
            assertThat(stream.values(1)).containsExactly("1");
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void tellsDataAsWhatItLooksLikeOrAsAskedFor() {
        rest.post(
                cluster + "/topics/formats/records",
                json(
                        "{'value':{'type':'JSON','data':{'a':1}}}{'value':{'type':'BINARY','data':'/w=='}}{'value':{'type':'STRING','data':'42'}}{}"));
        List<JsonNode> auto = records("formats", "?from=beginning&live=false");
        assertThat(auto)
                .extracting(record -> record.at("/value/type").asText())
                .containsExactly("JSON", "BINARY", "STRING", "");
        assertThat(auto.get(0).at("/value/data/a").asInt()).isEqualTo(1);
        assertThat(auto.get(1).at("/value/data").asText()).isEqualTo("/w==");
        assertThat(auto.get(3).path("value").isNull()).isTrue();

        List<JsonNode> asJson = records("formats", "?from=beginning&live=false&value_format=json");
        assertThat(asJson.get(1).at("/value/error_code").asInt()).isEqualTo(40801);
        assertThat(asJson.get(2).at("/value/data").asInt()).isEqualTo(42);
        assertThat(records("formats", "?from=beginning&live=false&value_format=binary")
                        .get(2)
                        .at("/value/data")
                        .asText())
                .isEqualTo("NDI=");
    }

    @Test
    void manyStreamsAtDifferentPlacesOfOnePartitionAllGetEverything() {
        String[] before = IntStream.range(0, 500).mapToObj(Integer::toString).toArray(String[]::new);
        produce("many", before);
        List<StreamClient> streams = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            streams.add(open("many", "?offset=" + i * 10));
        }
        produce("many", "last");
        for (int i = 0; i < 40; i++) {
            List<String> expected = IntStream.range(i * 10, 500)
                    .mapToObj(Integer::toString)
                    .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
            expected.add("last");
            assertThat(streams.get(i).values(expected.size())).isEqualTo(expected);
        }
        produce("many", "live");
        streams.forEach(stream -> assertThat(stream.values(1)).containsExactly("live"));
        streams.forEach(StreamClient::close);
    }

    @Test
    void aReaderThatPausesMissesNothingAndHoldsNobodyUp() {
        String filler = "x".repeat(10_000);
        try (StreamClient slow = open("slow-topic-made-by-produce", "")) {
            assertThat(slow.status()).isEqualTo(404);
        }
        produce("slow", "first");
        try (StreamClient slow = open("slow", "?from=beginning");
                StreamClient fast = open("slow", "?from=beginning")) {
            assertThat(slow.values(1)).containsExactly("first");
            assertThat(fast.values(1)).containsExactly("first");
            for (int i = 0; i < 1_000; i += 100) {
                produce(
                        "slow",
                        IntStream.range(i, i + 100).mapToObj(n -> n + filler).toArray(String[]::new));
            }
            for (StreamClient stream : List.of(fast, slow)) {
                for (int i = 0; i < 1_000; i++) {
                    assertThat(stream.values(1).get(0)).startsWith(i + "x");
                }
            }
        }
    }

    /** A consumer would wait for ever, and bring the topic back by asking for it. */
    @Test
    void endsWhenItsTopicIsDeletedWhichStaysSo() throws Exception {
        produce("deleted", "a");
        try (StreamClient stream = open("deleted", "?from=beginning")) {
            assertThat(stream.values(1)).containsExactly("a");
            assertThat(rest.delete(cluster + "/topics/deleted").status()).isEqualTo(204);

            JsonNode end = CompletableFuture.supplyAsync(stream::next).get(60, TimeUnit.SECONDS);
            assertThat(end).as("there is no further record").isNull();
        }
        assertThat(rest.get(cluster + "/topics/deleted").errorCode()).isEqualTo(40403);
        try (StreamClient stream = open("deleted", "")) {
            assertThat(stream.status()).isEqualTo(404);
        }
    }

    /** More streams than there are readers, each with more left to read than fits between it and its client. */
    @Test
    void thoseThatAreBehindEndTooWhenTheirTopicIsDeleted() throws Exception {
        String value = "x".repeat(100_000);
        for (int i = 0; i < 20; i++) {
            produce("behind", value, value, value, value, value, value, value, value, value, value);
        }
        List<StreamClient> streams = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                StreamClient stream = open("behind", "?from=beginning");
                streams.add(stream);
                assertThat(stream.values(1)).containsExactly(value);
            }
            assertThat(rest.delete(cluster + "/topics/behind").status()).isEqualTo(204);

            CompletableFuture<?>[] ends = streams.stream()
                    .map(stream ->
                            CompletableFuture.runAsync(() -> readToItsEnd(stream), each -> new Thread(each).start()))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(ends).get(60, TimeUnit.SECONDS);
        } finally {
            streams.forEach(StreamClient::close);
        }
    }

    private static void readToItsEnd(StreamClient stream) {
        JsonNode record = stream.next();
        while (record != null) {
            record = stream.next();
        }
    }

    @Test
    void givesOutRecordsOverAWebSocket() {
        produce("socket", "a");
        try (SocketClient socket =
                SocketClient.open(broker.httpUrl() + cluster + "/topics/socket/records?from=beginning")) {
            assertThat(socket.next().at("/value/data").asText()).isEqualTo("a");
            produce("socket", "b");
            assertThat(socket.next().at("/value/data").asText()).isEqualTo("b");
        }
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        produce("odd", "a");
        for (String query : List.of(
                "?from=yesterday",
                "?offset=x",
                "?timestamp=soon",
                "?offsets=1",
                "?value_format=xml",
                "?limit=0",
                "?partition=a")) {
            try (StreamClient stream = open("odd", query)) {
                assertThat(stream.status()).as(query).isEqualTo(400);
            }
        }
        try (StreamClient stream = open("odd", "?partition=9")) {
            assertThat(stream.status()).isEqualTo(404);
        }
        try (StreamClient stream = open("odd", "", "Accept", "text/html")) {
            assertThat(stream.status()).isEqualTo(406);
        }
    }

    private static void produce(String topic, String... values) {
        StringBuilder body = new StringBuilder();
        for (String value : values) {
            body.append(json("{'partition_id':0,'value':{'type':'STRING','data':'" + value + "'}}"));
        }
        assertThat(rest.post(cluster + "/topics/" + topic + "/records", body.toString())
                        .lines())
                .hasSize(values.length)
                .allMatch(line -> line.path("error_code").asInt() == 200);
    }

    private static StreamClient open(String topic, String query, String... headers) {
        return StreamClient.open(broker.httpUrl() + cluster + "/topics/" + topic + "/records" + query, headers);
    }

    private static List<JsonNode> records(String topic, String query) {
        List<JsonNode> records = new ArrayList<>();
        try (StreamClient stream = open(topic, query)) {
            for (JsonNode record = stream.next(); record != null; record = stream.next()) {
                records.add(record);
            }
        }
        return records;
    }

    private static List<String> all(String topic, String query) {
        return records(topic, query).stream()
                .map(record -> record.at("/value/data").asText())
                .toList();
    }
}
