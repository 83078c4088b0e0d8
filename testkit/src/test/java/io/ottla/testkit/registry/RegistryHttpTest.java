package io.ottla.testkit.registry;

import static io.ottla.testkit.registry.RegistryHttp.avro;
import static io.ottla.testkit.registry.RegistryHttp.body;
import static io.ottla.testkit.registry.RegistryHttp.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.sun.net.httpserver.HttpServer;
import io.ottla.testkit.OttlaCluster;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry's contract, over real HTTP. Each test has subjects of its own. */
class RegistryHttpTest {
    private static final AtomicInteger TESTS = new AtomicInteger();

    private static OttlaCluster cluster;
    private static RegistryHttp http;

    private final String subject = "s" + TESTS.incrementAndGet();
    private final String versions = "/subjects/" + subject + "/versions";

    @BeforeAll
    static void start() {
        cluster = OttlaCluster.start();
        http = new RegistryHttp(cluster.httpUrl());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void registersReadsAndFinds() {
        JsonNode registered =
                http.post(versions, body(avro("f1"), "AVRO")).expect(200).json();
        int id = registered.path("id").asInt();
        assertThat(registered.path("version").asInt()).isEqualTo(1);
        assertThat(http.post(versions, body(" " + avro("f1"), "AVRO")).json()).isEqualTo(registered);

        JsonNode version = http.get(versions + "/latest").expect(200).json();
        assertThat(version.path("subject").asText()).isEqualTo(subject);
        assertThat(version.path("schemaType").asText()).isEqualTo("AVRO");
        assertThat(version.path("schema").asText()).isEqualTo(avro("f1"));
        assertThat(version.path("deleted").asBoolean(true)).isFalse();
        assertThat(version.path("ts").asLong()).isPositive();
        assertThat(http.get(versions + "/1").json()).isEqualTo(version);
        assertThat(http.get(versions + "/-1").json()).isEqualTo(version);
        assertThat(http.get(versions + "/1/schema").text()).isEqualTo(avro("f1"));

        JsonNode byId = http.get("/schemas/ids/" + id).expect(200).json();
        assertThat(byId.path("schema").asText()).isEqualTo(avro("f1"));
        assertThat(byId.has("id")).isFalse();
        assertThat(http.get("/schemas/ids/" + id + "/schema").text()).isEqualTo(avro("f1"));
        assertThat(http.get("/schemas/ids/" + id + "?fetchMaxId=true")
                        .json()
                        .path("maxId")
                        .asInt())
                .isGreaterThanOrEqualTo(id);
        assertThat(http.get("/schemas/guids/" + registered.path("guid").asText())
                        .json())
                .isEqualTo(byId);
        assertThat(http.get("/schemas/guids/" + registered.path("guid").asText() + "/ids")
                        .json())
                .contains(parse("{\"context\":\".\",\"id\":" + id + "}"));

        JsonNode found = http.post("/subjects/" + subject, body(avro("f1"), "AVRO"))
                .expect(200)
                .json();
        assertThat(found.path("id").asInt()).isEqualTo(id);
        http.post("/subjects/" + subject, body(avro("other"), "AVRO")).expectError(404, 40403);
        http.post("/subjects/none", body(avro("f1"), "AVRO")).expectError(404, 40401);
    }

    @Test
    void listsPageByPage() {
        for (String name : new String[] {"-a", "-b", "-c"}) {
            http.register(subject + name, avro("x"));
        }
        String prefix = "?subjectPrefix=" + subject + "-";
        assertThat(http.get("/subjects" + prefix).json())
                .hasToString("[\"%1$s-a\",\"%1$s-b\",\"%1$s-c\"]".formatted(subject));
        assertThat(http.get("/subjects" + prefix + "&offset=1&limit=1").json())
                .hasToString("[\"%s-b\"]".formatted(subject));
        assertThat(http.get("/schemas" + prefix + "&latestOnly=true").json()).hasSize(3);
        int id = http.register(subject + "-a", avro("x"));
        assertThat(http.get("/schemas/ids/" + id + "/versions?subject=" + subject + "-a")
                        .json())
                .hasToString("[{\"subject\":\"%s-a\",\"version\":1}]".formatted(subject));
        assertThat(http.get("/schemas/ids/" + id + "/subjects").json().toString())
                .contains(subject + "-c");
    }

    @Test
    void refusesWhatIsIncompatibleAndSaysWhere() {
        http.register(subject, avro("a"));
        http.post(versions, body(avro("a", "b"), "AVRO")).expectError(409, 40901);
        assertThat(http.post(versions, body(avro("a", "b"), "AVRO")).text()).contains("/fields/1");
        String compatibility = "/compatibility/subjects/" + subject + "/versions";
        assertThat(http.post(compatibility + "/latest", body(avro("a", "b"), "AVRO"))
                        .json())
                .hasToString("{\"is_compatible\":false}");
        JsonNode verbose = http.post(compatibility + "?verbose=true", body(avro("a", "b"), "AVRO"))
                .json();
        assertThat(verbose.path("messages").toString()).contains("READER_FIELD_MISSING_DEFAULT_VALUE");
        assertThat(http.post(compatibility, body(avro("a", "b!"), "AVRO")).json())
                .hasToString("{\"is_compatible\":true}");
        assertThat(http.post("/compatibility/subjects/none/versions/latest", body(avro("a"), "AVRO"))
                        .json())
                .hasToString("{\"is_compatible\":true}");
        http.post(compatibility + "/9", body(avro("a"), "AVRO")).expectError(404, 40402);
        http.post(compatibility + "/0", body(avro("a"), "AVRO")).expectError(422, 42202);
        http.post(compatibility, body("{", "AVRO")).expectError(422, 42201);
    }

    @Test
    void keepsConfigurationsAndModes() {
        assertThat(http.get("/config").json()).hasToString("{\"compatibilityLevel\":\"BACKWARD\"}");
        http.get("/config/" + subject).expectError(404, 40408);
        assertThat(http.put("/config/" + subject, "{\"compatibility\":\"full\"}")
                        .expect(200)
                        .json())
                .hasToString("{\"compatibility\":\"FULL\"}");
        assertThat(http.get("/config/" + subject).json()).hasToString("{\"compatibilityLevel\":\"FULL\"}");
        assertThat(http.delete("/config/" + subject).json()).hasToString("{\"compatibilityLevel\":\"FULL\"}");
        http.delete("/config/" + subject).expectError(404, 40401);
        assertThat(http.get("/config/" + subject + "?defaultToGlobal=true").json())
                .hasToString("{\"compatibilityLevel\":\"BACKWARD\"}");
        http.put("/config/" + subject, "{\"compatibility\":\"maybe\"}").expectError(422, 42203);

        assertThat(http.get("/mode").json()).hasToString("{\"mode\":\"READWRITE\"}");
        http.get("/mode/" + subject).expectError(404, 40409);
        assertThat(http.put("/mode/" + subject, "{\"mode\":\"READONLY\"}").json())
                .hasToString("{\"mode\":\"READONLY\"}");
        http.post(versions, body(avro("a"), "AVRO")).expectError(422, 42205);
        assertThat(http.delete("/mode/" + subject).json()).hasToString("{\"mode\":\"READONLY\"}");
        http.put("/mode/" + subject, "{\"mode\":\"sometimes\"}").expectError(422, 42204);
    }

    @Test
    void deletesSoftlyFirst() {
        int id = http.register(subject, avro(subject));
        http.delete("/subjects/" + subject + "?permanent=true").expectError(404, 40405);
        http.delete(versions + "/1?permanent=true").expectError(404, 40407);
        assertThat(http.delete("/subjects/" + subject).json()).hasToString("[1]");
        http.delete("/subjects/" + subject).expectError(404, 40404);
        http.get(versions).expectError(404, 40401);
        assertThat(http.get(versions + "?deleted=true").json()).hasToString("[1]");
        assertThat(http.get(versions + "?deletedAsNegative=true").json()).hasToString("[-1]");
        assertThat(http.get("/schemas/ids/" + id).json().path("deleted").asBoolean())
                .isTrue();
        assertThat(http.get("/schemas/ids/" + id + "/subjects").json()).isEmpty();
        assertThat(http.delete("/subjects/" + subject + "?permanent=true").json())
                .hasToString("[1]");
        http.get("/schemas/ids/" + id).expectError(404, 40403);
        assertThat(http.register(subject, avro(subject))).isGreaterThan(id);
        assertThat(http.delete(versions + "/latest").json()).hasToString("1");
    }

    @Test
    void contextsHaveIdsOfTheirOwn() {
        String name = ":." + subject + ":orders";
        assertThat(http.register(name.replace(":", "%3A"), avro("a"))).isEqualTo(1);
        assertThat(http.get("/contexts/." + subject + "/subjects/orders/versions")
                        .json())
                .hasToString("[1]");
        assertThat(http.get("/contexts/." + subject + "/subjects").json()).hasToString("[\"" + name + "\"]");
        assertThat(http.get("/schemas/ids/1?subject=" + name)
                        .json()
                        .path("subject")
                        .asText())
                .isEqualTo(name);
        assertThat(http.get("/contexts").json().toString()).contains("\".\"").contains("\"." + subject + "\"");
        http.delete("/contexts/." + subject).expectError(422, 42211);
        http.delete("/contexts/.unknown").expect(204);
    }

    @Test
    void referencesWorkInEveryLanguage() {
        http.post(versions, body("syntax = \"proto3\"; package a; message Inner { int32 x = 1; }", "PROTOBUF"))
                .expect(200);
        String text = "syntax = \\\"proto3\\\"; import \\\"inner.proto\\\"; message Outer { a.Inner i = 1; }";
        String referring = """
                {"schemaType": "PROTOBUF", "schema": "%s",
                 "references": [{"name": "inner.proto", "subject": "%s", "version": 1}]}
                """;
        int id = http.post("/subjects/" + subject + "-outer/versions", referring.formatted(text, subject))
                .expect(200)
                .json()
                .path("id")
                .asInt();
        assertThat(http.get(versions + "/1/referencedby").json()).hasToString("[" + id + "]");
        http.delete("/subjects/" + subject).expectError(422, 42206);
        http.post("/subjects/x/versions", referring.formatted(text, "unknown")).expectError(422, 42201);
    }

    @Test
    void givesProtobufAsItsClientsWantIt() throws Exception {
        http.post(versions, body("syntax = \"proto3\"; message M { int32 x = 1; }", "PROTOBUF"))
                .expect(200);
        String serialized = http.get(versions + "/1?format=serialized")
                .json()
                .path("schema")
                .asText();
        assertThat(FileDescriptorProto.parseFrom(Base64.getDecoder().decode(serialized))
                        .getMessageType(0)
                        .getName())
                .isEqualTo("M");
        http.post("/subjects/" + subject, body(serialized, "PROTOBUF")).expect(200);
    }

    @Test
    void namesMayHoldAnything() {
        String name = "a%2Fb%20%C3%BC";
        http.register(subject + name, avro("a"));
        assertThat(http.get("/subjects/" + subject + name + "/versions").json()).hasToString("[1]");
        assertThat(http.get("/subjects?subjectPrefix=" + subject).json())
                .hasToString("[\"" + subject + "a/b \u00fc\"]");
    }

    @Test
    void findsByMetadata() {
        http.post(versions, "{\"schema\":\"\\\"string\\\"\",\"metadata\":{\"properties\":{\"k\":\"v\",\"l\":\"w\"}}}")
                .expect(200);
        assertThat(http.get("/subjects/" + subject + "/metadata?key=k&value=v&key=l&value=w")
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
        http.get("/subjects/" + subject + "/metadata?key=k&value=w").expectError(404, 40403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /subjects/none/versions           | 40401
        /subjects/none/versions/1         | 40401
        /subjects/none/versions/zero      | 42202
        /subjects/none/versions/0         | 42202
        /schemas/ids/999999               | 40403
        /schemas/ids/999999/subjects      | 40403
        /schemas/ids/abc                  | 404
        /schemas/guids/abc                | 40403
        /nowhere                          | 404
        """)
    void saysWhatIsNotThere(String path, int code) {
        http.get(path).expectError(code > 999 ? code / 100 : code, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"text\"", "{\"schema\":{}}"})
    void refusesBodiesThatAreNoRequests(String text) {
        http.post(versions, text).expectError(400, 400);
    }

    @Test
    void refusesOtherTypesAndMethods() {
        http.send(http.request(versions).header("Content-Type", "text/plain").POST(BodyPublishers.ofString("{}")))
                .expectError(415, 415);
        http.send(http.request("/subjects").header("Accept", "text/html").GET()).expectError(406, 406);
        http.put("/subjects", "{}").expectError(405, 405);
        assertThat(http.send(http.request("/subjects")
                                .header("Accept", "application/json")
                                .GET())
                        .contentType())
                .isEqualTo("application/json");
        assertThat(http.get("/subjects").contentType()).isEqualTo(RegistryHttp.TYPE);
    }

    @Test
    void boundsWhatOneRequestMayCost() {
        http.post(versions, body("x".repeat(17 << 20), "AVRO")).expectError(413, 413);
        http.post(versions, body("x".repeat(11 << 20), "AVRO")).expectError(422, 42209);
        String deep = "{\"type\":\"array\",\"items\":".repeat(20_000) + "\"int\"" + "}".repeat(20_000);
        http.post(versions, body(deep, "AVRO")).expectError(422, 42201);
        http.post(versions, "[".repeat(100_000)).expectError(400, 400);
    }

    @Test
    void keepsALargeSchema() {
        String large = "{\"type\":\"record\",\"name\":\"Large\",\"doc\":\"" + "x".repeat(9 << 20)
                + "\",\"fields\":[{\"name\":\"f\",\"type\":\"int\"}]}";

        int id = http.post(versions, body(large, "AVRO"))
                .expect(200)
                .json()
                .path("id")
                .asInt();

        assertThat(http.get("/schemas/ids/" + id + "/schema").expect(200).text())
                .hasSameSizeAs(large);
        assertThat(http.get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void boundsWhatReferencesMayCost() {
        String chained = "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"%s\"},\"b\":{\"$ref\":\"%s-too\"}}}";
        http.post("/subjects/" + subject + "-0/versions", body("{\"type\":\"string\"}", "JSON"))
                .expect(200);
        for (int link = 1; link <= 40; link++) {
            // Each refers to the one before twice: without a limit the last is looked through 2^40 times.
            String before = subject + "-" + (link - 1);
            http.post(
                            "/subjects/" + subject + "-" + link + "/versions",
                            bodyWithReferences(chained.formatted(before, before), before, before + "-too"))
                    .expect(200);
        }
        String name = subject + "-own";
        http.post("/subjects/" + name + "/versions", body("{\"type\":\"string\"}", "JSON"))
                .expect(200);
        http.put("/config/" + name, "{\"compatibility\":\"NONE\"}").expect(200);
        http.post(
                        "/subjects/" + name + "/versions",
                        bodyWithReferences(chained.formatted(name, name), name, name + "-too"))
                .expect(200);
        http.post("/subjects/" + name + "/versions", bodyWithReferences("{\"$ref\":\"x\"}", subject + "-nobody", "x"))
                .expectError(422, 42201);
    }

    @Test
    void fetchesNothingThatASchemaNames() throws Exception {
        AtomicInteger visits = new AtomicInteger();
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            visits.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        elsewhere.start();
        try {
            String url = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/secret.json";
            http.post(versions, body("{\"$ref\":\"" + url + "\"}", "JSON")).expectError(422, 42201);
            http.post(versions, body("{\"$schema\":\"" + url + "\",\"type\":\"string\"}", "JSON"));
            assertThat(visits).hasValue(0);
        } finally {
            elsewhere.stop(0);
        }
    }

    /** A JSON schema that refers by each of these names to the first version of the subject that the first of them names. */
    private static String bodyWithReferences(String schema, String target, String other) {
        String reference = "{\"name\":\"%s\",\"subject\":\"" + target + "\",\"version\":1}";
        return "{\"schemaType\":\"JSON\",\"schema\":\"" + schema.replace("\"", "\\\"") + "\",\"references\":["
                + reference.formatted(target) + "," + reference.formatted(other) + "]}";
    }

    @Test
    void tellsAboutItself() {
        assertThat(http.get("/schemas/types").json()).hasToString("[\"JSON\",\"PROTOBUF\",\"AVRO\"]");
        assertThat(http.get("/v1/metadata/id")
                        .json()
                        .at("/scope/clusters/kafka-cluster")
                        .asText())
                .isNotBlank();
        assertThat(http.get("/").json()).hasToString("{}");
        assertThat(http.get("/health/ready").json().toString())
                .contains("registry")
                .contains("rest");
    }
}
