package io.ottla.testkit.rest;

import static io.ottla.testkit.rest.RestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.testkit.OttlaCluster;
import io.ottla.testkit.rest.RestClient.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GroupMemberTest {
    private static final String V2 = "application/vnd.kafka.v2+json";
    private static final String BINARY = "application/vnd.kafka.binary.v2+json";

    private static OttlaCluster broker;
    private static String cluster;

    @BeforeAll
    static void start() {
        broker = OttlaCluster.start();
        cluster = "/v3/clusters/"
                + new RestClient(broker.httpUrl())
                        .get("/v3/clusters")
                        .json()
                        .at("/data/0/cluster_id")
                        .asText();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void isReadAndCommittedThroughAnyNode() {
        try (ProxyNode one = node();
                ProxyNode two = node()) {
            produce(one, "any", "a", "b");
            String member = create(one, "any-group", "any");

            assertThat(values(two, member, 2)).containsExactly("a", "b");
            assertThat(two.client().post(member + "/offsets", "").status()).isEqualTo(204);
            produce(two, "any", "c");
            assertThat(values(one, member, 1)).containsExactly("c");
            assertThat(two.client()
                            .post(
                                    member + "/offsets",
                                    json("{'offsets':[{'topic_name':'any','partition_id':0,'offset':3}]}"))
                            .status())
                    .isEqualTo(204);
            assertThat(one.client()
                            .get(cluster + "/consumer-groups/any-group/lags")
                            .json()
                            .at("/data/0/current_offset")
                            .asInt())
                    .isEqualTo(3);
            assertThat(two.client().delete(member).status()).isEqualTo(204);
            assertThat(one.client().get(member + "/records").errorCode()).isEqualTo(40403);
        }
    }

    @Test
    void goesOnElsewhereWhenItsNodeDies() {
        ProxyNode one = node();
        try (ProxyNode two = node();
                ProxyNode three = node()) {
            produce(one, "dies", "a", "b", "c");
            String member = create(one, "dies-group", "dies");
            assertThat(values(two, member, 3)).containsExactly("a", "b", "c");
            assertThat(two.client()
                            .post(
                                    member + "/offsets",
                                    json("{'offsets':[{'topic_name':'dies','partition_id':0,'offset':1}]}"))
                            .status())
                    .isEqualTo(204);
            one.die();

            assertThat(values(two, member, 2)).containsExactly("b", "c");
            produce(two, "dies", "d");
            assertThat(values(three, member, 1)).containsExactly("d");
        }
    }

    /** As when a node is killed and its session is not over: the place is refused while nobody reads, and a Kafka client says so once. */
    @Test
    void readsOnWhenItsPlaceThatWasRefusedMeanwhileIsFree() {
        try (ProxyNode one = node();
                KafkaConsumer<byte[], byte[]> before = inThePlaceOf("me", "place-group", "place")) {
            produce(one, "place", "a");
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                before.poll(Duration.ofMillis(100));
                return !before.assignment().isEmpty();
            });
            String members = cluster + "/consumer-groups/place-group/members";
            assertThat(one.client()
                            .post(members, json("{'member_name':'me','topics':['place'],'group_protocol':'consumer'}"))
                            .status())
                    .isEqualTo(201);
            assertThat(one.client()
                            .get(members + "/me/records?timeout_ms=0")
                            .json()
                            .path("data"))
                    .isEmpty();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(consumers())
                            .as("the one that was refused is given up though nobody reads")
                            .isEqualTo(1));

            before.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(one.client()
                                    .get(members + "/me/records?timeout_ms=2000")
                                    .json()
                                    .at("/data/0/value/data")
                                    .asText())
                            .isEqualTo("a"));
        }
    }

    /** How many consumers of the consumer protocol there are in this process. */
    private static long consumers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("consumer_background_thread"))
                .count();
    }

    private static KafkaConsumer<byte[], byte[]> inThePlaceOf(String member, String group, String topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        group,
                        "group.protocol",
                        "consumer",
                        "group.instance.id",
                        "ottla-rest-" + member),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    @Test
    void isStreamedThroughAnyNode() {
        try (ProxyNode one = node();
                ProxyNode two = node()) {
            produce(one, "streamed", "a");
            String member = create(one, "streamed-group", "streamed");
            try (StreamClient stream =
                    StreamClient.open(two.url() + member + "/records", "Accept", "text/event-stream")) {
                assertThat(stream.values(1)).containsExactly("a");
                produce(one, "streamed", "b");
                assertThat(stream.values(1)).containsExactly("b");
                assertThat(two.client().post(member + "/offsets", "").status()).isEqualTo(204);
            }
            assertThat(one.client()
                            .get(cluster + "/consumer-groups/streamed-group/lags")
                            .json()
                            .at("/data/0/lag")
                            .asInt())
                    .isZero();
        }
    }

    @Test
    void aStreamBeginsWithWhatIsNotCommittedAndEndsTheOneBeforeIt() {
        try (ProxyNode one = node();
                ProxyNode two = node()) {
            produce(one, "again", "a", "b");
            String member = create(one, "again-group", "again");
            String url = two.url() + member + "/records";
            try (StreamClient first = StreamClient.open(url, "Accept", "application/x-ndjson")) {
                assertThat(first.values(2)).containsExactly("a", "b");
                try (StreamClient second = StreamClient.open(url, "Accept", "application/x-ndjson")) {
                    assertThat(second.values(2)).containsExactly("a", "b");
                    assertThat(first.next()).as("it has ended").isNull();
                    assertThat(one.client()
                                    .post(
                                            member + "/offsets",
                                            json("{'offsets':[{'topic_name':'again','partition_id':0,'offset':1}]}"))
                                    .status())
                            .isEqualTo(204);
                }
            }
            try (StreamClient third = StreamClient.open(url, "Accept", "text/event-stream")) {
                assertThat(third.values(1)).containsExactly("b");
            }
        }
    }

    @Test
    void aStreamWithALimitGivesOutNoMoreThanThatAlsoForACommit() {
        try (ProxyNode one = node()) {
            produce(one, "limited", "a", "b", "c");
            String member = create(one, "limited-group", "limited");
            try (StreamClient stream =
                    StreamClient.open(one.url() + member + "/records?limit=2", "Accept", "application/x-ndjson")) {
                assertThat(stream.values(2)).containsExactly("a", "b");
                assertThat(stream.next()).isNull();
            }
            assertThat(one.client().post(member + "/offsets", "").status()).isEqualTo(204);
            assertThat(values(one, member, 1)).containsExactly("c");
        }
    }

    @Test
    void isStreamedOverAWebSocketThroughAnyNode() {
        ProxyNode one = node();
        try (ProxyNode two = node()) {
            produce(one, "socket", "a");
            String member = create(one, "socket-group", "socket");
            try (SocketClient socket = SocketClient.open(two.url() + member + "/records")) {
                assertThat(socket.next().at("/value/data").asText()).isEqualTo("a");
                produce(two, "socket", "b");
                assertThat(socket.next().at("/value/data").asText()).isEqualTo("b");
                assertThat(two.client().post(member + "/offsets", "").status()).isEqualTo(204);
            }
            one.die();

            produce(two, "socket", "c");
            try (SocketClient socket = SocketClient.open(two.url() + member + "/records")) {
                assertThat(socket.next().at("/value/data").asText())
                        .as("what was committed does not come again")
                        .isEqualTo("c");
            }
        }
    }

    @Test
    void aWebSocketToAMemberThatDoesNotExistIsRefusedByAnyNode() {
        try (ProxyNode one = node();
                ProxyNode two = node()) {
            produce(one, "refused", "a");
            String member = create(one, "refused-group", "refused");
            assertThat(one.client().delete(member).status()).isEqualTo(204);

            assertThatThrownBy(() -> SocketClient.open(two.url() + member + "/records"))
                    .rootCause()
                    .hasMessageContaining("404");
        }
    }

    @Test
    void instancesOfVersionTwoToo() {
        ProxyNode one = node();
        try (ProxyNode two = node()) {
            produce(one, "v2", "a");
            one.client()
                    .send(
                            "POST",
                            "/consumers/v2-group",
                            json("{'name':'me','auto.offset.reset':'earliest'}"),
                            "Content-Type",
                            V2);
            String instance = "/consumers/v2-group/instances/me";
            assertThat(two.client()
                            .send("POST", instance + "/subscription", json("{'topics':['v2']}"), "Content-Type", V2)
                            .status())
                    .isEqualTo(204);
            assertThat(two.client()
                            .send("POST", "/consumers/v2-group", json("{'name':'me'}"), "Content-Type", V2)
                            .errorCode())
                    .isEqualTo(40902);
            one.die();

            JsonNode read = two.client()
                    .get(instance + "/records?timeout=20000", "Accept", BINARY)
                    .json();
            assertThat(read.at("/0/value").asText()).isEqualTo("YQ==");
        }
    }

    @Test
    void endsWhenNobodyUsesItAndThereAreNoMoreThanMayBe() {
        try (ProxyNode small = new ProxyNode(
                broker.bootstrapServers(),
                settings -> settings.maxInstances(2).instanceTimeout(Duration.ofSeconds(4)))) {
            assertThat(v2(small, "{'name':'1'}").status()).isEqualTo(200);
            assertThat(v2(small, "{'name':'2'}").status()).isEqualTo(200);
            Answer third = v2(small, "{'name':'3'}");
            assertThat(third.status()).isEqualTo(429);
            assertThat(third.errorCode()).isEqualTo(42901);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(v2(small, "{'name':'1'}").status()).isEqualTo(200));
        }
    }

    @Test
    void thousandsOfAbandonedInstancesCostNoMoreThanMayBeAndGoAway() {
        int most = 50;
        try (ProxyNode crowded = new ProxyNode(
                broker.bootstrapServers(),
                settings -> settings.maxInstances(most).instanceTimeout(Duration.ofSeconds(6)))) {
            int threads = Thread.activeCount();
            Map<Integer, Integer> answers = new TreeMap<>();
            for (int i = 0; i < 2_000; i++) {
                answers.merge(v2(crowded, "{}").status(), 1, Integer::sum);
            }
            assertThat(answers.keySet()).containsExactly(200, 429);
            assertThat(answers.get(429)).isGreaterThan(answers.get(200));
            assertThat(Thread.activeCount())
                    .as("an instance that reads nothing has no consumer")
                    .isLessThan(threads + 4 * most);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(v2(crowded, "{'name':'next'}").status()).isIn(200, 409));
        }
    }

    @Test
    void shareGroupsAreRefusedByAClusterThatHasNone() {
        try (ProxyNode one = node()) {
            Answer refused = one.client()
                    .post(cluster + "/share-groups/shared/members", json("{'member_name':'me','topics':['any']}"));

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.errorCode()).isEqualTo(40002);
            assertThat(refused.json().path("message").asText()).contains("no share groups");
        }
    }

    private static Answer v2(ProxyNode node, String body) {
        return node.client().send("POST", "/consumers/small", json(body), "Content-Type", V2);
    }

    private static ProxyNode node() {
        return ProxyNode.at(broker.bootstrapServers());
    }

    private static String create(ProxyNode node, String group, String topic) {
        Answer created = node.client()
                .post(
                        cluster + "/consumer-groups/" + group + "/members",
                        json("{'member_name':'me','topics':['" + topic + "']}"));
        assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
        return cluster + "/consumer-groups/" + group + "/members/me";
    }

    private static void produce(ProxyNode node, String topic, String... values) {
        StringBuilder body = new StringBuilder();
        for (String value : values) {
            body.append(json("{'value':{'type':'STRING','data':'" + value + "'}}"));
        }
        assertThat(node.client()
                        .post(cluster + "/topics/" + topic + "/records", body.toString())
                        .lines())
                .hasSize(values.length)
                .allMatch(line -> line.path("error_code").asInt() == 200);
    }

    private static List<String> values(ProxyNode node, String member, int count) {
        List<String> values = new ArrayList<>();
        while (values.size() < count) {
            Answer answer = node.client().get(member + "/records?timeout_ms=20000");
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
            answer.json()
                    .path("data")
                    .forEach(record -> values.add(record.at("/value/data").asText()));
        }
        return values;
    }
}
