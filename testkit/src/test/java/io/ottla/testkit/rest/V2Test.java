package io.ottla.testkit.rest;

import static io.ottla.testkit.rest.RestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.testkit.OttlaCluster;
import io.ottla.testkit.rest.RestClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class V2Test {
    private static final String V2 = "application/vnd.kafka.v2+json";
    private static final String BINARY = "application/vnd.kafka.binary.v2+json";
    private static final String JSON = "application/vnd.kafka.json.v2+json";

    private static OttlaCluster broker;
    private static RestClient rest;

    @BeforeAll
    static void start() {
        broker = OttlaCluster.builder().set("num.partitions", "2").start();
        rest = new RestClient(broker.httpUrl());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void showsTopicsAndPartitions() {
        produce("shown", BINARY, "{'records':[{'value':'AA==','partition':1}]}");

        assertThat(rest.get("/brokers").json().path("brokers")).hasSize(1);
        assertThat(rest.get("/topics").type()).isEqualTo(V2);
        assertThat(rest.get("/topics").json().toString()).contains("\"shown\"").doesNotContain("__consumer_offsets");
        JsonNode topic = rest.get("/topics/shown").json();
        assertThat(topic.at("/configs/cleanup.policy").asText()).isEqualTo("delete");
        assertThat(topic.at("/partitions/1/replicas/0/in_sync").asBoolean()).isTrue();
        assertThat(rest.get("/topics/shown/partitions").json()).hasSize(2);
        assertThat(rest.get("/topics/shown/partitions/1/offsets")
                        .json()
                        .path("end_offset")
                        .asInt())
                .isEqualTo(1);
        assertThat(rest.get("/topics/nobody").errorCode()).isEqualTo(40403);
        assertThat(rest.get("/topics/shown/partitions/9").errorCode()).isEqualTo(40402);
    }

    @Test
    void producesAndTellsWhere() {
        Answer answer = produce(
                "p", BINARY, "{'records':[{'key':'a2V5','value':'dg==','partition':1},{'value':null,'partition':1}]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo(V2);
        assertThat(answer.json().at("/offsets/1/partition").asInt()).isEqualTo(1);
        assertThat(answer.json().at("/offsets/1/offset").asInt()).isEqualTo(1);
        assertThat(answer.json().at("/offsets/1/error_code").isNull()).isTrue();
        assertThat(answer.json().has("key_schema_id")).isTrue();
    }

    @Test
    void refusesBatchesThatAreNone() {
        assertThat(produce("b", "application/json", "{'records':[{}]}").errorCode())
                .isEqualTo(415);
        assertThat(produce("b", V2, "{'records':[{}]}").errorCode()).isEqualTo(415);
        assertThat(produce("b", BINARY, "{'records':[{'value':'***'}]}").errorCode())
                .isEqualTo(400);
        assertThat(produce("b", BINARY, "{'records':").errorCode()).isEqualTo(400);
        assertThat(produce("b", BINARY, "{'records':[]}").errorCode()).isEqualTo(422);
        assertThat(produce("b", BINARY, "{}").errorCode()).isEqualTo(422);
        assertThat(produce("b", BINARY, "{'records':[{'vlaue':'AA=='}]}")
                        .json()
                        .path("message")
                        .asText())
                .isEqualTo("Unrecognized field: vlaue");
        assertThat(produce("b", BINARY, "{'records':[{'value':'AA==','partition':7}]}")
                        .errorCode())
                .isEqualTo(40402);
        assertThat(produce("b", "application/vnd.kafka.avro.v2+json", "{'records':[{'value':1}]}")
                        .errorCode())
                .isEqualTo(42202);
        assertThat(produce("b", "application/vnd.kafka.avro.v2+json", "{'records':[{'key':1}]}")
                        .errorCode())
                .isEqualTo(42201);
        assertThat(rest.get("/topics/b/partitions/0/offsets")
                        .json()
                        .path("end_offset")
                        .asInt())
                .isZero();
    }

    @Test
    void aConsumerReadsCommitsAndReadsOn() {
        produce("read", JSON, "{'records':[{'key':'k','value':{'n':1},'partition':0},{'value':[2],'partition':0}]}");
        String instance = create(
                "readers",
                "{'name':'one','format':'json','auto.offset.reset':'earliest','auto.commit.enable':'false'}");
        assertThat(post(instance + "/subscription", "{'topics':['read']}").status())
                .isEqualTo(204);

        List<JsonNode> records = read(instance, JSON, 2);
        assertThat(records.get(0).toString())
                .isEqualTo(json("{'topic':'read','key':'k','value':{'n':1},'partition':0,'offset':0}"));
        assertThat(rest.get(instance + "/subscription").json().at("/topics/0").asText())
                .isEqualTo("read");
        assertThat(rest.get(instance + "/assignments").json().path("partitions"))
                .hasSize(2);
        assertThat(post(instance + "/offsets", "{'offsets':[{'topic':'read','partition':0,'offset':0}]}")
                        .status())
                .isEqualTo(200);
        assertThat(committed(instance, "read")).isEqualTo(1);
        assertThat(rest.send("POST", instance + "/offsets", "", "Content-Type", V2)
                        .status())
                .isEqualTo(200);
        assertThat(committed(instance, "read")).isEqualTo(2);

        assertThat(post(instance + "/positions", "{'offsets':[{'topic':'read','partition':0,'offset':1}]}")
                        .status())
                .isEqualTo(204);
        assertThat(read(instance, JSON, 1).get(0).path("offset").asInt()).isEqualTo(1);
        assertThat(post(instance + "/positions/beginning", "{'partitions':[{'topic':'read','partition':0}]}")
                        .status())
                .isEqualTo(204);
        assertThat(read(instance, JSON, 2).get(0).path("offset").asInt()).isZero();
        assertThat(post(instance + "/positions/end", "{'partitions':[{'topic':'read','partition':0}]}")
                        .status())
                .isEqualTo(204);
        assertThat(rest.get(instance + "/records?timeout=10", "Accept", JSON).json())
                .isEmpty();
        assertThat(rest.delete(instance, "Content-Type", V2).status()).isEqualTo(204);
        assertThat(rest.delete(instance).errorCode()).isEqualTo(40403);
    }

    @Test
    void commitsByItselfWhatWasReadBefore() {
        produce("auto", BINARY, "{'records':[{'value':'AA==','partition':0}]}");
        String instance = create("autos", "{'name':'one','auto.offset.reset':'earliest'}");
        post(instance + "/subscription", "{'topics':['auto']}");

        read(instance, BINARY, 1);
        assertThat(committed(instance, "auto")).isEqualTo(-1);
        rest.get(instance + "/records?timeout=1", "Accept", BINARY);
        assertThat(committed(instance, "auto")).isEqualTo(1);
    }

    @Test
    void refusesWhatConsumersCannotDo() {
        assertThat(rest.get("/consumers/g/instances/nobody/records", "Accept", BINARY)
                        .errorCode())
                .isEqualTo(40403);
        String instance = create("odd", "{'name':'one'}");
        assertThat(post("/consumers/odd", "{'name':'one'}").errorCode()).isEqualTo(40902);
        assertThat(post("/consumers/odd", "{'format':'xml'}").errorCode()).isEqualTo(42204);
        assertThat(post("/consumers/odd", "{'auto.offset.reset':'now'}").errorCode())
                .isEqualTo(42204);
        assertThat(post("/consumers/odd", "{'fetch.min.bytes':'-5'}").errorCode())
                .isEqualTo(40001);
        assertThat(post("/consumers/odd", "{'color':'red'}").errorCode()).isEqualTo(422);
        assertThat(rest.get(instance + "/records", "Accept", JSON).errorCode()).isEqualTo(40601);
        assertThat(post(instance + "/positions", "{'offsets':[{'topic':'x','partition':0,'offset':1}]}")
                        .errorCode())
                .isEqualTo(40903);
        assertThat(post(instance + "/assignments", "{'partitions':[{'topic':'x','partition':0}]}")
                        .status())
                .isEqualTo(204);
        assertThat(post(instance + "/subscription", "{'topics':['x']}").errorCode())
                .isEqualTo(40903);
        assertThat(rest.get(instance + "/offsets").errorCode()).isEqualTo(40402);
        assertThat(rest.send("POST", instance + "/subscription", "{}", "Content-Type", "text/plain")
                        .errorCode())
                .isEqualTo(415);
    }

    @Test
    void tellsOfRecordsThatItsFormatCannotRead() {
        produce("mixed", BINARY, "{'records':[{'value':'/w==','partition':0}]}");
        String instance = create("mixed", "{'name':'one','format':'json','auto.offset.reset':'earliest'}");
        post(instance + "/assignments", "{'partitions':[{'topic':'mixed','partition':0}]}");

        Answer answer = rest.get(instance + "/records?timeout=10000", "Accept", JSON);
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.errorCode()).isEqualTo(40801);
    }

    @Test
    void aRecordThatItsFormatCannotReadTakesNoOtherWithIt() {
        produce(
                "mostly",
                BINARY,
                "{'records':[{'value':'MQ==','partition':0},{'value':'/w==','partition':0},{'value':'Mg==','partition':0}]}");
        String instance = create(
                "mostly", "{'name':'one','format':'json','auto.offset.reset':'earliest','auto.commit.enable':'false'}");
        post(instance + "/assignments", "{'partitions':[{'topic':'mostly','partition':0}]}");

        assertThat(read(instance, JSON, 1))
                .extracting(record -> record.path("value").asInt())
                .containsExactly(1);
        assertThat(post(instance + "/offsets", "").status()).isEqualTo(200);
        assertThat(committed(instance, "mostly")).isEqualTo(1);
        assertThat(rest.get(instance + "/records?timeout=10000", "Accept", JSON).errorCode())
                .isEqualTo(40801);
        assertThat(read(instance, JSON, 1))
                .extracting(record -> record.path("value").asInt())
                .containsExactly(2);
    }

    private static Answer produce(String topic, String type, String body) {
        return rest.send("POST", "/topics/" + topic, json(body), "Content-Type", type);
    }

    private static Answer post(String path, String body) {
        return rest.send("POST", path, json(body), "Content-Type", V2);
    }

    private static String create(String group, String body) {
        JsonNode created = post("/consumers/" + group, body).json();
        String uri = created.path("base_uri").asText();
        assertThat(uri)
                .isEqualTo(broker.httpUrl() + "/consumers/" + group + "/instances/"
                        + created.path("instance_id").asText());
        return uri.substring(broker.httpUrl().length());
    }

    private static List<JsonNode> read(String instance, String type, int count) {
        List<JsonNode> records = new ArrayList<>();
        while (records.size() < count) {
            Answer answer = rest.get(instance + "/records?timeout=10000", "Accept", type);
            assertThat(answer.type()).isEqualTo(type);
            answer.json().forEach(records::add);
        }
        return records;
    }

    private static int committed(String instance, String topic) {
        JsonNode answer = rest.send(
                        "GET",
                        instance + "/offsets",
                        json("{'partitions':[{'topic':'" + topic + "','partition':0}]}"),
                        "Content-Type",
                        V2)
                .json();
        return answer.path("offsets").isEmpty()
                ? -1
                : answer.at("/offsets/0/offset").asInt();
    }
}
