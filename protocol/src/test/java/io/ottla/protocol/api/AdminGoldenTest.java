package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.actors.LogDirs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same request always gets the same bytes. One file for each API and version has both, to read and in hex; a wanted
 * change is written into them by running this test with {@code -Dgolden.write=true}.
 */
class AdminGoldenTest {
    private static final Path FILES = Path.of("src/test/resources/io/ottla/protocol/api/golden");
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @MethodSource("everyVersion")
    void answersAsEverBefore(ApiKeys api, int version) throws IOException {
        TestBroker node = TestBroker.start().withOrders(List.of(1, 2), List.of(2, 3));
        node.logDirs.add(new LogDirs.Description("/data/a", false, 1000, 300));
        ApiMessage request = GoldenRequests.of(api, version);
        ApiMessage response = ask(node, handler(node, api), version, request);

        ObjectNode seen = JsonNodeFactory.instance.objectNode();
        seen.set("request", json(request, version));
        seen.put("requestBytes", hex(request, version));
        seen.set("response", json(response, version));
        seen.put("responseBytes", hex(response, version));

        String name = api.name.toLowerCase(Locale.ROOT) + "-" + version + ".json";
        Path file = FILES.resolve(name);
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(FILES);
            Files.writeString(file, seen.toPrettyString() + "\n");
        }
        assertThat(seen).isEqualTo(JSON.readTree(Files.readString(file)));
    }

    private static Stream<Arguments> everyVersion() {
        return AdminHandlers.create(TestBroker.start().broker()).stream()
                .map(ApiHandler::versions)
                .flatMap(range -> IntStream.rangeClosed(range.min(), range.max())
                        .mapToObj(version -> Arguments.of(range.api(), version)));
    }

    private static ApiHandler<?, ?> handler(TestBroker node, ApiKeys api) {
        return AdminHandlers.create(node.broker()).stream()
                .filter(one -> one.versions().api() == api)
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // The request is made for the handler's own API.
    private static <Q extends ApiMessage, S extends ApiMessage> S ask(
            TestBroker node, ApiHandler<Q, S> handler, int version, ApiMessage request) {
        return node.ask(handler, version, (Q) request);
    }

    /** Kafka's generated converters have one static method each and no interface. */
    private static JsonNode json(ApiMessage message, int version) {
        try {
            Class<?> converter = Class.forName(message.getClass().getName() + "JsonConverter");
            return normal((JsonNode) converter
                    .getMethod("write", message.getClass(), short.class)
                    .invoke(null, message, (short) version));
        } catch (ReflectiveOperationException absent) {
            throw new IllegalStateException("no JSON converter for " + message.getClass(), absent);
        }
    }

    /** Numbers as they are read back from a file. */
    private static JsonNode normal(JsonNode written) {
        try {
            return JSON.readTree(written.toString());
        } catch (IOException impossible) {
            throw new IllegalStateException("JSON that cannot be read: " + written, impossible);
        }
    }

    private static String hex(ApiMessage message, int version) {
        ByteBuffer bytes =
                MessageUtil.toByteBufferAccessor(message, (short) version).buffer();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return HexFormat.of().formatHex(copy);
    }
}
