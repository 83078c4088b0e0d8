package io.ottla.testkit.rest;

import static io.ottla.testkit.rest.RestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.testkit.OttlaCluster;
import io.ottla.testkit.rest.RestClient.Answer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records by schemas of the registry, through both versions of the REST proxy. */
@Timeout(300)
class SchemaRecordsTest {
    private static final String AVRO =
            "{'type':'record','name':'Tea','namespace':'shop','fields':[{'name':'name','type':'string'},"
                    + "{'name':'grams','type':['null','int'],'default':null}]}";
    private static final String JSON =
            "{'type':'object','title':'Tea','properties':{'name':{'type':'string'}},'required':['name']}";
    private static final String PROTOBUF =
            "syntax = \"proto3\"; import \"google/protobuf/timestamp.proto\"; message Tea {"
                    + " string name = 1; int64 grams = 2; repeated string tags = 3; map<string, int32> stock = 4;"
                    + " google.protobuf.Timestamp picked = 5; Kind kind = 6; enum Kind { BLACK = 0; GREEN = 1; } }";

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

    /** A kind of schema, with data for it as clients send it and as they get it back. */
    private enum Kind {
        AVRO(
                json(SchemaRecordsTest.AVRO),
                "{'name':'oolong','grams':{'int':5}}",
                "{'name':'oolong','grams':{'int':5}}"),
        JSONSCHEMA(json(SchemaRecordsTest.JSON), "{'name':'oolong','extra':[1]}", "{'name':'oolong','extra':[1]}"),
        PROTOBUF(
                SchemaRecordsTest.PROTOBUF,
                "{'name':'oolong','grams':5,'tags':['a'],'stock':{'x':1},'picked':'2026-04-01T10:00:00Z','kind':'GREEN'}",
                "{'name':'oolong','grams':'5','tags':['a'],'stock':{'x':1},'picked':'2026-04-01T10:00:00Z','kind':'GREEN'}");

        private final String schema;
        private final String sent;
        private final String got;

        Kind(String schema, String sent, String got) {
            this.schema = schema;
            this.sent = json(sent);
            this.got = json(got);
        }

        String type() {
            return "application/vnd.kafka." + name().toLowerCase(Locale.ROOT) + ".v2+json";
        }

        JsonNode expected() {
            return RestClient.parse(got);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void versionTwoSendsAndReadsThem(Kind kind) {
        String topic = "two-" + kind;
        ObjectNode body = object("{'records':[{'value':" + kind.sent.replace('"', '\'') + "}]}")
                .put("value_schema", kind.schema);
        Answer sent = rest.send("POST", "/topics/" + topic, body.toString(), "Content-Type", kind.type());

        assertThat(sent.status()).as(sent.raw().body()).isEqualTo(200);
        int id = sent.json().path("value_schema_id").asInt();
        assertThat(id).isPositive();
        assertThat(rest.get("/subjects/" + topic + "-value/versions/latest")
                        .json()
                        .path("id")
                        .asInt())
                .isEqualTo(id);

        body.remove("value_schema");
        body.put("value_schema_id", id);
        assertThat(rest.send("POST", "/topics/" + topic, body.toString(), "Content-Type", kind.type())
                        .status())
                .isEqualTo(200);
        assertThat(readWithVersionTwo(topic, kind, 2))
                .extracting(record -> record.path("value"))
                .containsExactly(kind.expected(), kind.expected());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void versionThreeSendsAndStreamsThem(Kind kind) {
        String topic = "three-" + kind;
        rest.post(cluster + "/topics", json("{'topic_name':'" + topic + "'}"));
        ObjectNode value = object("{'type':'" + kind + "','data':" + kind.sent.replace('"', '\'') + "}");
        JsonNode first = produce(topic, value.put("schema", kind.schema));

        assertThat(first.path("error_code").asInt()).as(first.toString()).isEqualTo(200);
        int id = first.at("/value/schema_id").asInt();
        assertThat(first.at("/value/subject").asText()).isEqualTo(topic + "-value");
        assertThat(first.at("/value/schema_version").asInt()).isEqualTo(1);

        value.remove("schema");
        value.remove("type");
        assertThat(produce(topic, value).at("/value/schema_id").asInt())
                .as("by the subject's latest")
                .isEqualTo(id);
        assertThat(produce(topic, value.put("schema_id", id))
                        .at("/value/schema_id")
                        .asInt())
                .isEqualTo(id);
        value.remove("schema_id");
        assertThat(produce(topic, value.put("schema_version", 1))
                        .at("/value/schema_id")
                        .asInt())
                .isEqualTo(id);

        Answer stream = rest.get(
                cluster + "/topics/" + topic + "/records?from=beginning&live=false&value_format=" + kind,
                "Accept",
                "application/x-ndjson");
        assertThat(stream.lines())
                .extracting(line -> line.at("/value/data"))
                .containsOnly(kind.expected())
                .hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void recordsMayNameTheirSchemaInAHeader(Kind kind) {
        String source = "prefix-" + kind;
        rest.post(cluster + "/topics", json("{'topic_name':'" + source + "'}"));
        ObjectNode value = object("{'type':'" + kind + "','data':" + kind.sent.replace('"', '\'') + "}");
        int id = produce(source, value.put("schema", kind.schema))
                .at("/value/schema_id")
                .asInt();
        String guid = rest.get("/schemas/ids/" + id).json().path("guid").asText();
        byte[] framed = Base64.getDecoder()
                .decode(rest.get(
                                cluster + "/topics/" + source
                                        + "/records?from=beginning&live=false&value_format=BINARY",
                                "Accept",
                                "application/x-ndjson")
                        .lines()
                        .get(0)
                        .at("/value/data")
                        .asText());

        String topic = "header-" + kind;
        rest.post(cluster + "/topics", json("{'topic_name':'" + topic + "'}"));
        // Protobuf's way to the message, a single zero, goes with the name.
        int named = kind == Kind.PROTOBUF ? 6 : 5;
        ByteBuffer header = ByteBuffer.allocate(17 + named - 5)
                .put((byte) 1)
                .putLong(UUID.fromString(guid).getMostSignificantBits())
                .putLong(UUID.fromString(guid).getLeastSignificantBits());
        Answer sent = rest.post(
                cluster + "/topics/" + topic + "/records",
                json("{'headers':[{'name':'__value_schema_id','value':'" + base64(header.array()) + "'}],"
                        + "'value':{'type':'BINARY','data':'"
                        + base64(Arrays.copyOfRange(framed, named, framed.length)) + "'}}"));
        assertThat(sent.json().path("error_code").asInt()).isEqualTo(200);

        assertThat(rest.get(
                                cluster + "/topics/" + topic + "/records?from=beginning&live=false&value_format="
                                        + kind,
                                "Accept",
                                "application/x-ndjson")
                        .lines())
                .extracting(line -> line.at("/value/data"))
                .containsExactly(kind.expected());
        assertThat(readWithVersionTwo(topic, kind, 1))
                .extracting(record -> record.path("value"))
                .containsExactly(kind.expected());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void refusesDataThatDoesNotFitItsSchema(Kind kind) {
        ObjectNode body = object("{'records':[{'value':{'name':{'no':1}}}]}").put("value_schema", kind.schema);

        Answer answer = rest.send("POST", "/topics/misfit-" + kind, body.toString(), "Content-Type", kind.type());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(400);
        assertThat(answer.json().path("message").asText()).doesNotContain("Exception");
    }

    @Test
    void tellsWhatIsWrongWithASchema() {
        String avro = Kind.AVRO.type();
        ObjectNode keyed = object("{'records':[{'key':1,'value':{}}]}").put("value_schema", json(AVRO));
        assertThat(rest.send("POST", "/topics/wrong", keyed.toString(), "Content-Type", avro)
                        .errorCode())
                .isEqualTo(42201);
        assertThat(rest.send("POST", "/topics/wrong", json("{'records':[{'value':{}}]}"), "Content-Type", avro)
                        .errorCode())
                .isEqualTo(42202);
        assertThat(rest.send(
                                "POST",
                                "/topics/wrong",
                                json("{'records':[{'value':{}}],'value_schema':'nonsense'}"),
                                "Content-Type",
                                avro)
                        .errorCode())
                .isEqualTo(42205);
        assertThat(rest.send(
                                "POST",
                                "/topics/wrong",
                                json("{'records':[{'value':{}}],'value_schema_id':999999}"),
                                "Content-Type",
                                avro)
                        .errorCode())
                .isEqualTo(42207);
        assertThat(produce("wrong", object("{'schema_id':999999,'data':{}}"))
                        .path("error_code")
                        .asInt())
                .isEqualTo(422);
        assertThat(produce("wrong", object("{'type':'AVRO','schema_id':1,'data':{}}"))
                        .path("error_code")
                        .asInt())
                .isEqualTo(400);
    }

    @Test
    void refusesASchemaThatIsIncompatible() {
        ObjectNode first = object("{'records':[{'value':1}]}").put("value_schema", json("{'type':'int'}"));
        ObjectNode second = object("{'records':[{'value':'x'}]}").put("value_schema", json("{'type':'string'}"));
        assertThat(rest.send("POST", "/topics/changed", first.toString(), "Content-Type", Kind.AVRO.type())
                        .status())
                .isEqualTo(200);

        Answer refused = rest.send("POST", "/topics/changed", second.toString(), "Content-Type", Kind.AVRO.type());

        assertThat(refused.errorCode()).isEqualTo(42207);
        assertThat(refused.json().path("message").asText()).contains("incompatible");
    }

    @Test
    void namesSubjectsAfterRecordsWhereAClientAsksForIt() {
        ObjectNode value = object(
                        "{'type':'AVRO','subject_name_strategy':'TOPIC_RECORD_NAME','data':{'name':'x','grams':null}}")
                .put("schema", json(AVRO));
        rest.post(cluster + "/topics", json("{'topic_name':'named'}"));

        assertThat(produce("named", value).at("/value/subject").asText()).isEqualTo("named-shop.Tea");
    }

    @Test
    void tellsAReaderThatARecordIsNotOfItsFormat() {
        rest.send(
                "POST",
                "/topics/plain",
                json("{'records':[{'value':'AAAA'}]}"),
                "Content-Type",
                "application/vnd.kafka.binary.v2+json");
        Answer created = rest.send(
                "POST",
                "/consumers/plain",
                json("{'format':'avro','auto.offset.reset':'earliest'}"),
                "Content-Type",
                "application/vnd.kafka.v2+json");
        String instance = "/consumers/plain/instances/"
                + created.json().path("instance_id").asText();
        rest.send(
                "POST",
                instance + "/subscription",
                json("{'topics':['plain']}"),
                "Content-Type",
                "application/vnd.kafka.v2+json");

        assertThat(rest.get(instance + "/records?timeout=30000", "Accept", Kind.AVRO.type())
                        .errorCode())
                .isEqualTo(40801);
        assertThat(rest.get(
                                cluster + "/topics/plain/records?from=beginning&live=false&value_format=AVRO",
                                "Accept",
                                "application/x-ndjson")
                        .lines()
                        .get(0)
                        .at("/value/error_code")
                        .asInt())
                .isEqualTo(40801);
    }

    private static List<JsonNode> readWithVersionTwo(String topic, Kind kind, int count) {
        String plain = "application/vnd.kafka.v2+json";
        Answer created = rest.send(
                "POST",
                "/consumers/" + topic,
                json("{'format':'" + kind.name().toLowerCase(Locale.ROOT)
                        + "','auto.offset.reset':'earliest','fetch.min.bytes':1}"),
                "Content-Type",
                plain);
        String instance = "/consumers/" + topic + "/instances/"
                + created.json().path("instance_id").asText();
        rest.send("POST", instance + "/subscription", json("{'topics':['" + topic + "']}"), "Content-Type", plain);
        List<JsonNode> records = new ArrayList<>();
        while (records.size() < count) {
            rest.get(instance + "/records?timeout=5000", "Accept", kind.type())
                    .json()
                    .forEach(records::add);
        }
        return records;
    }

    private static JsonNode produce(String topic, ObjectNode value) {
        ObjectNode record = object("{}");
        record.set("value", value);
        return rest.post(cluster + "/topics/" + topic + "/records", record.toString())
                .lines()
                .get(0);
    }

    private static ObjectNode object(String text) {
        return (ObjectNode) RestClient.parse(json(text));
    }
}
