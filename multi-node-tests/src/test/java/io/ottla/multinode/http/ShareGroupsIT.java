package io.ottla.multinode.http;

import static io.ottla.multinode.http.Proxies.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.OttlaProcess;
import io.ottla.multinode.harness.Peers;
import io.ottla.multinode.http.HttpCalls.Answer;
import io.ottla.multinode.platform.ApacheKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Share groups by HTTP, in front of a cluster of Apache Kafka, which has them. */
class ShareGroupsIT {
    private static final String JSON = "application/json";

    @RegisterExtension
    final Peers peers = new Peers();

    @RegisterExtension
    final Proxies proxies = new Proxies();

    private String kafka = "";
    private String cluster = "";

    @Test
    void aRecordIsAcceptedReleasedOrRejectedAndComesAgainWhenTheNodeThatHadItIsKilled() throws Exception {
        kafka = ApacheKafka.start(peers, "apache-kafka-share");
        OttlaProcess one = proxies.start(kafka, "share-one");
        OttlaProcess two = proxies.start(kafka, "share-two");
        cluster = url(one)
                + HttpCalls.get(url(one) + "/v3/clusters", JSON)
                        .json()
                        .at("/data/0/metadata/self")
                        .asText()
                        .replaceFirst("^http://[^/]+", "");
        eachRecordHasAFateOfItsOwn();
        whatADeletedMemberHoldsGoesToTheNext();
        whatWasNotGivenOutIsNotAcceptedWithTheRest();
        aStreamGoesOnWhenEverythingThatItGaveOutIsAcknowledged(two);
        whatAKilledNodeHoldsComesAgain(one, two);
    }

    private void eachRecordHasAFateOfItsOwn() throws Exception {
        group("fates", "teas", "30000");
        produce("teas", "a", "b", "c", "d");
        String member = create(cluster, "fates", "teas");

        assertThat(values(member, 4)).containsExactly("a 1", "b 1", "c 1", "d 1");
        assertThat(values(member, 4)).as("until it is said what became of them").hasSize(4);
        acknowledge(member, fate("teas", 0, "accept"), fate("teas", 1, "release"), fate("teas", 2, "reject"));
        assertThat(values(member, 1)).containsExactly("d 1");
        acknowledge(member);
        assertThat(values(member, 1)).as("released").containsExactly("b 2");
        acknowledge(member);

        Answer again = HttpCalls.post(member + "/acknowledgements", JSON, body(fate("teas", 0, "accept")));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("error_code").asInt()).isEqualTo(40903);
        Answer strange = HttpCalls.post(member + "/acknowledgements", JSON, body(fate("teas", 0, "forget")));
        assertThat(strange.status()).isEqualTo(400);
        assertThat(HttpCalls.get(member.replace("share-groups", "consumer-groups") + "/records", JSON)
                        .status())
                .as("it is no member of a consumer group")
                .isEqualTo(404);
        assertThat(HttpCalls.delete(member).status()).isEqualTo(204);
        assertThat(HttpCalls.get(member + "/records", JSON).status()).isEqualTo(404);
    }

    private void whatADeletedMemberHoldsGoesToTheNext() throws Exception {
        group("given-back", "coffees", "30000");
        produce("coffees", "a");
        String member = create(cluster, "given-back", "coffees");
        assertThat(values(member, 1)).containsExactly("a 1");

        assertThat(HttpCalls.delete(member).status()).isEqualTo(204);
        member = create(cluster, "given-back", "coffees");
        assertThat(values(member, 1)).containsExactly("a 2");
        acknowledge(member);
    }

    private void whatWasNotGivenOutIsNotAcceptedWithTheRest() throws Exception {
        group("given-out", "syrups", "30000");
        produce("syrups", "a", "b");
        String member = create(cluster, "given-out", "syrups");
        await().until(() -> HttpCalls.get(member + "/records?max_records=1&timeout_ms=5000", JSON)
                        .json()
                        .path("data")
                        .size()
                == 1);
        acknowledge(member);
        assertThat(values(member, 1)).containsExactly("b 1");
        acknowledge(member);
    }

    /** Through the node that does not speak for the member. */
    private void aStreamGoesOnWhenEverythingThatItGaveOutIsAcknowledged(OttlaProcess two) throws Exception {
        group("streamed", "juices", "30000");
        produce("juices", "a");
        String member = create(cluster, "streamed", "juices");
        String elsewhere = member.replaceFirst("^http://[^/]+", url(two));
        try (EndlessAnswer answer = new EndlessAnswer()) {
            BufferedReader lines =
                    answer.open(elsewhere + "/records?value_format=STRING", "Accept", "application/x-ndjson");
            assertThat(nextValue(lines)).isEqualTo("a 1");
            acknowledge(elsewhere, fate("juices", 0, "release"));
            assertThat(nextValue(lines)).isEqualTo("a 2");
            acknowledge(member);
            produce("juices", "b");
            assertThat(nextValue(lines)).isEqualTo("b 1");
        }
        assertThat(values(member, 1)).as("nobody has said what became of it").containsExactly("b 1");
        acknowledge(member);
    }

    private void whatAKilledNodeHoldsComesAgain(OttlaProcess one, OttlaProcess two) throws Exception {
        group("killed", "milks", "2000");
        produce("milks", "a");
        String member = create(cluster, "killed", "milks");
        assertThat(values(member, 1)).isNotEmpty();

        one.kill9();
        String elsewhere = member.replace(url(one), url(two));
        await().untilAsserted(
                        () -> assertThat(values(elsewhere, 1)).isNotEmpty().allMatch(value -> value.startsWith("a ")));
        acknowledge(elsewhere);
        assertThat(HttpCalls.get(elsewhere + "/records?timeout_ms=3000", JSON)
                        .json()
                        .path("data"))
                .as("after the lock's time")
                .isEmpty();
    }

    /** A topic of one partition, and a group that reads it from its beginning. */
    private void group(String group, String topic, String lockMillis) {
        JavaClients.createTopic(kafka, topic, 1, Map.of());
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        try (Admin admin = JavaClients.admin(kafka)) {
            JavaClients.get(admin.incrementalAlterConfigs(Map.of(
                            resource,
                            List.of(
                                    set("share.auto.offset.reset", "earliest"),
                                    set("share.record.lock.duration.ms", lockMillis))))
                    .all());
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private void produce(String topic, String... values) throws Exception {
        for (String value : values) {
            String record = "{\"value\":{\"type\":\"STRING\",\"data\":\"" + value + "\"}}";
            Answer answer = HttpCalls.post(cluster + "/topics/" + topic + "/records", JSON, record);
            assertThat(answer.text()).contains("\"error_code\":200");
        }
    }

    private static String create(String cluster, String group, String topic) throws Exception {
        Answer created = HttpCalls.post(
                cluster + "/share-groups/" + group + "/members",
                JSON,
                "{\"member_name\":\"me\",\"topics\":[\"" + topic + "\"]}");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.json().at("/metadata/self").asText();
    }

    /** Values with how often they were given out; waits until the member holds so many. */
    private static List<String> values(String member, int count) {
        List<String> values = new ArrayList<>();
        await().until(() -> {
            Answer answer = HttpCalls.get(member + "/records?timeout_ms=5000&value_format=STRING", JSON);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            values.clear();
            for (JsonNode record : answer.json().path("data")) {
                values.add(value(record));
            }
            return values.size() >= count;
        });
        return values;
    }

    /** The value of the next record of a stream, with how often it was given out. */
    private static String nextValue(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line.isBlank()) {
            line = lines.readLine();
        }
        return value(HttpCalls.parse(line));
    }

    private static String value(JsonNode record) {
        return record.at("/value/data").asText() + " "
                + record.path("delivery_count").asInt();
    }

    private static void acknowledge(String member, String... fates) throws Exception {
        Answer answer = HttpCalls.post(member + "/acknowledgements", JSON, fates.length == 0 ? "" : body(fates));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("data"))
                .hasSize(fates.length)
                .allMatch(entry -> entry.path("error_code").asInt() == 200);
    }

    private static String fate(String topic, int offset, String type) {
        return "{\"topic_name\":\"%s\",\"partition_id\":0,\"offset\":%d,\"type\":\"%s\"}"
                .formatted(topic, offset, type);
    }

    private static String body(String... fates) {
        return "{\"acknowledgements\":[" + String.join(",", fates) + "]}";
    }
}
