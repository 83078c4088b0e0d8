package io.ottla.multinode.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no request, or none that can be served: Kafka's error code or a closed connection, and all others served. */
class BadRequestsIT {
    private static final String TOPIC = "bad-requests";
    private static final short UNKNOWN_API = 9_999;

    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.with(settings -> settings.withHeapMiB(192));

    @BeforeAll
    static void createTopic() {
        JavaClients.createTopic(NODE.bootstrap(), TOPIC, 1, Map.of());
    }

    @AfterEach
    void servesEveryoneElse() {
        assertThat(NODE.process().isAlive()).isTrue();
        try (RawConnection other = connect()) {
            other.request(Requests.apiVersions(77));
            assertThat(other.response().getInt()).isEqualTo(77);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void closesAConnectionThatTalksGarbage(long seed) {
        byte[] garbage = new byte[4_096];
        new Random(seed).nextBytes(garbage);
        garbage[0] |= (byte) 0x80; // A length that cannot be; a possible one would have the node wait for the rest.
        assertClosed(garbage);
    }

    @Test
    void closesAConnectionThatSpeaksHttp() {
        assertClosed("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30})
    void closesAConnectionWithAnImpossibleLength(int length) {
        assertClosed(ByteBuffer.allocate(4).putInt(length).array());
    }

    @Test
    void closesAConnectionWithAnEmptyFrame() {
        assertClosed(ByteBuffer.allocate(4).putInt(0).array());
    }

    @Test
    void closesAConnectionWhoseHeaderIsCutShort() {
        assertClosed(framed(Arrays.copyOf(Requests.apiVersions(1), 7)));
    }

    @Test
    void closesAConnectionThatAsksForAnUnknownApi() {
        assertClosed(framed(Requests.request(UNKNOWN_API, (short) 0, 1, new byte[0])));
    }

    @Test
    void closesAConnectionThatAsksForAVersionTooNew() {
        assertClosed(framed(Requests.request(Requests.METADATA, (short) 99, 1, new byte[0])));
    }

    @Test
    void closesAConnectionWhoseBodyIsCutShort() {
        byte[] whole = Requests.fetch(1, TOPIC, 1_000);
        assertClosed(framed(Arrays.copyOf(whole, whole.length - 5)));
    }

    @Test
    void closesAConnectionWhoseArrayIsLongerThanItsFrame() {
        byte[] body = ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).array();
        assertClosed(framed(Requests.request(Requests.METADATA, (short) 1, 1, body)));
    }

    @Test
    void tellsAClientThatIsTooNewWhichVersionsThereAre() {
        try (RawConnection connection = connect()) {
            byte[] noTaggedFields = {0};
            connection.request(Requests.request(Requests.API_VERSIONS, (short) 99, 5, noTaggedFields));
            ByteBuffer response = connection.response();
            assertThat(response.getInt()).as("correlation id").isEqualTo(5);
            assertThat(response.getShort()).as("error").isEqualTo(Errors.UNSUPPORTED_VERSION.code());
            assertThat(response.getInt())
                    .as("versions in the form of version 0")
                    .isPositive();
            // The client asks again on the same connection.
            connection.request(Requests.apiVersions(6));
            assertThat(connection.response().getInt()).isEqualTo(6);
        }
    }

    @Test
    void refusesABatchWhoseChecksumIsWrong() {
        byte[] batch = Requests.batch("spoilt");
        batch[batch.length - 3] ^= 1;
        assertThat(produce(batch)).isEqualTo(Errors.CORRUPT_MESSAGE);
        assertThat(JavaClients.readAll(NODE.bootstrap(), TOPIC))
                .extracting(ConsumerRecord::value)
                .doesNotContain("spoilt");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 60})
    void refusesABatchThatIsCutShort(int bytes) {
        assertThat(produce(Arrays.copyOf(Requests.batch("short"), bytes))).isNotEqualTo(Errors.NONE);
    }

    @Test
    void refusesABatchThatSaysItIsLongerThanItIs() {
        byte[] batch = Requests.batch("long");
        ByteBuffer.wrap(batch).putInt(8, 1 << 20);
        assertThat(produce(batch)).isNotEqualTo(Errors.NONE);
    }

    @Test
    void refusesABatchOfAFormatOfLongAgo() {
        byte[] batch = Requests.batch("old");
        batch[16] = 0;
        assertThat(produce(batch)).isNotEqualTo(Errors.NONE);
    }

    @Test
    void storesABatchThatIsAsItShouldBe() {
        assertThat(produce(Requests.batch("whole"))).isEqualTo(Errors.NONE);
        assertThat(JavaClients.readAll(NODE.bootstrap(), TOPIC))
                .extracting(ConsumerRecord::value)
                .contains("whole");
    }

    private static Errors produce(byte[] batch) {
        try (RawConnection connection = connect()) {
            connection.request(Requests.produce(9, TOPIC, batch));
            ByteBuffer response = connection.response();
            assertThat(response.getInt()).as("correlation id").isEqualTo(9);
            assertThat(response.getInt()).as("topics").isEqualTo(1);
            response.position(response.position() + 2 + TOPIC.length());
            assertThat(response.getInt()).as("partitions").isEqualTo(1);
            assertThat(response.getInt()).as("partition").isZero();
            return Errors.forCode(response.getShort());
        }
    }

    private static void assertClosed(byte[] bytes) {
        try (RawConnection connection = connect()) {
            connection.send(bytes);
            assertThat(connection.isClosedByNode()).as("closed by the node").isTrue();
        }
    }

    private static byte[] framed(byte[] request) {
        return ByteBuffer.allocate(4 + request.length)
                .putInt(request.length)
                .put(request)
                .array();
    }

    private static RawConnection connect() {
        return RawConnection.open(NODE.process().addresses().kafkaPort());
    }
}
