package io.ottla.http.rest.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ottla.http.rest.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the bytes of a key or a value stand in JSON, where no schema is needed to know. */
public enum DataFormat {
    /** Any bytes, as base64. */
    BINARY {
        @Override
        byte[] bytesOf(JsonNode data) throws IOException {
            if (!data.isTextual()) {
                throw new IOException("not a text");
            }
            String text = data.textValue();
            try {
                if (text.length() % BASE64_GROUP == 0) {
                    return Base64.getDecoder().decode(text);
                }
            } catch (IllegalArgumentException notPlain) {
                return data.binaryValue();
            }
            return data.binaryValue();
        }

        @Override
        public Optional<JsonNode> read(byte[] bytes) {
            return Optional.of(BinaryNode.valueOf(bytes));
        }
    },

    /** A JSON document, as itself. */
    JSON {
        @Override
        byte[] bytesOf(JsonNode data) {
            return Json.bytes(data);
        }

        @Override
        public Optional<JsonNode> read(byte[] bytes) {
            return Json.parse(bytes);
        }
    },

    /** A text in UTF-8, as a string. */
    STRING {
        @Override
        byte[] bytesOf(JsonNode data) throws IOException {
            if (!data.isTextual()) {
                throw new IOException("not a text");
            }
            return data.textValue().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Optional<JsonNode> read(byte[] bytes) {
            try {
                return Optional.of(TextNode.valueOf(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString()));
            } catch (CharacterCodingException notText) {
                return Optional.empty();
            }
        }
    };

    /** Base64 without blanks is whole groups of characters: for that, Java's own decoder is several times as fast. */
    private static final int BASE64_GROUP = 4;

    /** The format of this name, whatever its case. */
    public static Optional<DataFormat> named(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "BINARY" -> Optional.of(BINARY);
            case "JSON" -> Optional.of(JSON);
            case "STRING" -> Optional.of(STRING);
            default -> Optional.empty();
        };
    }

    /**
     * The bytes to send for this data; null for none.
     *
     * @throws DataException if the data does not fit the format
     */
    public byte @Nullable [] write(@Nullable JsonNode data) throws DataException {
        if (data == null || data.isNull()) {
            return null;
        }
        try {
            return bytesOf(data);
        } catch (IOException unfit) {
            throw new DataException(
                    this == BINARY ? "The data is not base64 in a string" : "The data is not a string", unfit);
        }
    }

    /** The data in these bytes; empty if they are not of this format. */
    public abstract Optional<JsonNode> read(byte[] bytes);

    abstract byte[] bytesOf(JsonNode data) throws IOException;
}
