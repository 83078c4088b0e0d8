package io.ottla.testkit.rest;

import static io.ottla.testkit.rest.RestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.testkit.OttlaCluster;
import io.ottla.testkit.rest.RestClient.Answer;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class V3AdministrationTest {
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
    void namesTheClusterAndWhatIsRelatedToIt() {
        JsonNode answer = rest.get(cluster).json();

        assertThat(answer.path("kind").asText()).isEqualTo("KafkaCluster");
        assertThat(answer.at("/metadata/self").asText()).isEqualTo(broker.httpUrl() + cluster);
        assertThat(answer.at("/metadata/resource_name").asText())
                .isEqualTo("crn:///kafka=" + answer.path("cluster_id").asText());
        assertThat(answer.at("/topics/related").asText()).isEqualTo(broker.httpUrl() + cluster + "/topics");
        assertThat(answer.at("/controller/related").asText()).contains(cluster + "/brokers/");
    }

    @Test
    void refusesAnotherClusterAnUnknownBrokerAndAnUnknownTopic() {
        assertThat(rest.get("/v3/clusters/nobody").errorCode()).isEqualTo(404);
        assertThat(rest.get(cluster + "/brokers/4711").errorCode()).isEqualTo(404);
        assertThat(rest.get(cluster + "/brokers/x").status()).isEqualTo(404);
        assertThat(rest.get(cluster + "/topics/nobody").status()).isEqualTo(404);
        assertThat(rest.get(cluster + "/topics/nobody").errorCode()).isEqualTo(40403);
        assertThat(rest.get(cluster + "/topics/nobody/configs").errorCode()).isEqualTo(40403);
    }

    @Test
    void createsGrowsAndDeletesATopic() {
        Answer created = rest.post(
                cluster + "/topics",
                json("{'topic_name':'tea','partitions_count':2,'configs':[{'name':'retention.ms','value':'1000'}]}"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.raw().headers().firstValue("Location")).hasValue(broker.httpUrl() + cluster + "/topics/tea");
        assertThat(created.json().path("partitions_count").asInt()).isEqualTo(2);
        assertThat(created.json().path("replication_factor").asInt()).isEqualTo(1);

        Answer grown = rest.send(
                "PATCH", cluster + "/topics/tea", json("{'partitions_count':3}"), "Content-Type", "application/json");
        assertThat(grown.status()).isEqualTo(200);
        assertThat(grown.json().path("partitions_count").asInt()).isEqualTo(3);
        assertThat(rest.send(
                                "PATCH",
                                cluster + "/topics/tea",
                                json("{'partitions_count':1}"),
                                "Content-Type",
                                "application/json")
                        .errorCode())
                .isEqualTo(40002);
        assertThat(rest.get(cluster + "/topics/tea/configs/retention.ms")
                        .json()
                        .path("value")
                        .asText())
                .isEqualTo("1000");
        assertThat(rest.delete(cluster + "/topics/tea").status()).isEqualTo(204);
        assertThat(rest.get(cluster + "/topics/tea").errorCode()).isEqualTo(40403);
    }

    @Test
    void refusesTopicsThatCannotBe() {
        assertThat(create("{'topic_name':'no spaces'}")).isEqualTo(42206);
        assertThat(create("{'topic_name':'twice'}")).isZero();
        assertThat(create("{'topic_name':'twice'}")).isEqualTo(40002);
        assertThat(create("{'topic_name':'none','partitions_count':0}")).isEqualTo(40002);
        assertThat(create("{'topic_name':'many','partitions_count':1,'replication_factor':9}"))
                .isEqualTo(40002);
        assertThat(create("{'topic_name':'bad','configs':[{'name':'retention.ms','value':'x'}]}"))
                .isEqualTo(40002);
        assertThat(create("{'partitions_count':1}")).isEqualTo(400);
        assertThat(create("{'topic_name':")).isEqualTo(400);
        assertThat(create("{'topic_name':'only-looked-at','validate_only':true}"))
                .isZero();
        assertThat(rest.get(cluster + "/topics/only-looked-at").status()).isEqualTo(404);
    }

    @Test
    void wantsJsonAndSaysSo() {
        assertThat(rest.send("POST", cluster + "/topics", "{}", "Content-Type", "text/plain")
                        .errorCode())
                .isEqualTo(415);
        assertThat(rest.get(cluster + "/topics", "Accept", "text/html").errorCode())
                .isEqualTo(406);
        assertThat(rest.send("PUT", cluster + "/topics", "{}", "Content-Type", "application/json")
                        .errorCode())
                .isEqualTo(405);
        assertThat(rest.get(cluster + "/nothing").errorCode()).isEqualTo(404);
    }

    @Test
    void showsPartitionsReplicasAndOffsets() {
        create("{'topic_name':'p','partitions_count':2}");
        rest.post(cluster + "/topics/p/records", json("{'partition_id':1,'value':{'type':'STRING','data':'x'}}"));

        JsonNode partitions = rest.get(cluster + "/topics/p/partitions").json();
        assertThat(partitions.path("kind").asText()).isEqualTo("KafkaPartitionList");
        assertThat(partitions.path("data")).hasSize(2);
        JsonNode offset = rest.get(cluster + "/topics/p/partitions/1/offset?offset_type=earliest_and_latest")
                .json();
        assertThat(offset.path("earliest_offset").asInt()).isZero();
        assertThat(offset.path("latest_offset").asInt()).isEqualTo(1);
        JsonNode replica =
                rest.get(cluster + "/topics/p/partitions/0/replicas").json().at("/data/0");
        assertThat(replica.path("is_leader").asBoolean()).isTrue();
        int id = replica.path("broker_id").asInt();
        assertThat(rest.get(cluster + "/topics/p/partitions/0/replicas/" + id)
                        .json()
                        .path("kind")
                        .asText())
                .isEqualTo("KafkaReplica");
        assertThat(rest.get(cluster + "/topics/p/partitions/0/replicas/99").status())
                .isEqualTo(404);
        assertThat(rest.get(cluster + "/topics/p/partitions/7").errorCode()).isEqualTo(404);
        assertThat(rest.get(cluster + "/brokers/" + id + "/partition-replicas")
                        .json()
                        .path("data"))
                .isNotEmpty();
        assertThat(rest.get(cluster + "/topics/-/partitions/-/reassignment")
                        .json()
                        .path("data"))
                .isEmpty();
        assertThat(rest.get(cluster + "/topics/p/partitions/0/reassignment").status())
                .isEqualTo(404);
    }

    @Test
    void changesSettingsOneByOneAndTogether() {
        create("{'topic_name':'c'}");
        String configs = cluster + "/topics/c/configs";

        assertThat(put(configs + "/retention.ms", "{'value':'5000'}")).isEqualTo(204);
        JsonNode changed = rest.get(configs + "/retention.ms").json();
        assertThat(changed.path("value").asText()).isEqualTo("5000");
        assertThat(changed.path("source").asText()).isEqualTo("DYNAMIC_TOPIC_CONFIG");
        assertThat(changed.path("is_default").asBoolean()).isFalse();
        assertThat(rest.delete(configs + "/retention.ms").status()).isEqualTo(204);
        assertThat(rest.get(configs + "/retention.ms").json().path("is_default").asBoolean())
                .isTrue();
        assertThat(put(configs + "/no.such", "{'value':'1'}")).isEqualTo(404);

        assertThat(rest.post(
                                configs + ":alter",
                                json(
                                        "{'data':[{'name':'segment.ms','value':'70000'},{'name':'retention.ms','value':'x'}]}"))
                        .errorCode())
                .isEqualTo(40002);
        assertThat(rest.get(configs + "/segment.ms").json().path("is_default").asBoolean())
                .isTrue();
        assertThat(rest.post(
                                configs + ":alter",
                                json(
                                        "{'data':[{'name':'segment.ms','value':'70000'},{'name':'retention.ms','operation':'DELETE'}]}"))
                        .status())
                .isEqualTo(204);
        assertThat(rest.get(configs + "/segment.ms").json().path("value").asText())
                .isEqualTo("70000");
        assertThat(rest.get(cluster + "/topics/-/configs").json().path("data")).isNotEmpty();
    }

    @Test
    void changesSettingsOfBrokers() {
        int id = rest.get(cluster + "/brokers").json().at("/data/0/broker_id").asInt();
        assertThat(rest.get(cluster + "/brokers/" + id + "/configs/log.retention.ms")
                        .json()
                        .path("kind")
                        .asText())
                .isEqualTo("KafkaBrokerConfig");
        assertThat(put(cluster + "/broker-configs/log.cleaner.threads", "{'value':'2'}"))
                .isEqualTo(204);
        assertThat(rest.get(cluster + "/broker-configs")
                        .json()
                        .at("/data/0/name")
                        .asText())
                .isEqualTo("log.cleaner.threads");
        assertThat(rest.delete(cluster + "/broker-configs/log.cleaner.threads").status())
                .isEqualTo(204);
        assertThat(rest.get(cluster + "/broker-configs").json().path("data")).isEmpty();
        assertThat(rest.get(cluster + "/brokers/-/configs").json().path("data")).isNotEmpty();
    }

    @Test
    void tellsOfGroupsAndHowFarTheyAreBehind() throws Exception {
        create("{'topic_name':'lagging'}");
        rest.post(cluster + "/topics/lagging/records", "{}{}{}");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.alterConsumerGroupOffsets("slow", Map.of(new TopicPartition("lagging", 0), new OffsetAndMetadata(1)))
                    .all()
                    .get();
        }
        String group = cluster + "/consumer-groups/slow";
        assertThat(rest.get(group).json().path("state").asText()).isEqualTo("EMPTY");
        assertThat(rest.get(cluster + "/consumer-groups").json().path("data")).isNotEmpty();
        assertThat(rest.get(group + "/consumers").json().path("data")).isEmpty();
        assertThat(rest.get(group + "/lags").json().at("/data/0/lag").asInt()).isEqualTo(2);
        assertThat(rest.get(group + "/lags/lagging/partitions/0")
                        .json()
                        .path("current_offset")
                        .asInt())
                .isEqualTo(1);
        assertThat(rest.get(group + "/lag-summary").json().path("total_lag").asInt())
                .isEqualTo(2);
        assertThat(rest.get(cluster + "/consumer-groups/nobody").status()).isEqualTo(404);
        assertThat(rest.get(group + "/consumers/nobody").status()).isEqualTo(404);
    }

    @Test
    void saysThatThereIsNoAuthorizer() {
        assertThat(rest.get(cluster + "/acls").errorCode()).isEqualTo(40002);
        assertThat(rest.post(
                                cluster + "/acls",
                                json(
                                        "{'resource_type':'TOPIC','resource_name':'t','pattern_type':'LITERAL','principal':'User:a','host':'*','operation':'READ','permission':'ALLOW'}"))
                        .errorCode())
                .isEqualTo(40002);
        assertThat(rest.delete(cluster + "/acls").errorCode()).isEqualTo(400);
        assertThat(rest.post(cluster + "/acls", "{}").errorCode()).isEqualTo(400);
    }

    private static int create(String body) {
        Answer answer = rest.post(cluster + "/topics", json(body));
        return answer.status() == 201 ? 0 : answer.errorCode();
    }

    private static int put(String path, String body) {
        return rest.send("PUT", path, json(body), "Content-Type", "application/json")
                .status();
    }
}
