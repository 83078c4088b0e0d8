package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;

/**
 * What was asked and answered once, to read and in hex, one file for each API and version. A wanted change is written into the files by
 * running their tests with {@code -Dgolden.write=true}.
 */
final class GoldenFile {
    private static final Path FILES = Path.of("src/test/resources/io/ottla/protocol/api/golden");
    private static final ObjectMapper JSON = new ObjectMapper();

    private GoldenFile() {}

    /** The same request gets the same bytes as ever. */
    static void check(ApiKeys api, int version, ApiMessage request, ApiMessage response) {
        ObjectNode seen = JsonNodeFactory.instance.objectNode();
        seen.set("request", json(request, version));
        seen.put("requestBytes", hex(request, version));
        seen.set("response", json(response, version));
        seen.put("responseBytes", hex(response, version));
        Path file = FILES.resolve(api.name.toLowerCase(Locale.ROOT) + "-" + version + ".json");
        try {
            if (Boolean.getBoolean("golden.write")) {
                Files.createDirectories(FILES);
                Files.writeString(file, seen.toPrettyString() + "\n");
            }
            assertThat(seen).isEqualTo(JSON.readTree(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write " + file, e);
        }
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
