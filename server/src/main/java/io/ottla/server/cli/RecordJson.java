package io.ottla.server.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as {@code tail --json} prints it. Bytes are text where they are UTF-8, else an object with their base64.
 *
 * @param timestamp as an ISO date
 */
record RecordJson(
        String topic,
        int partition,
        long offset,
        String timestamp,
        @Nullable Object key,
        @Nullable Object value,
        List<NamedBytes> headers) {

    /** A header; the same name may come again. */
    record NamedBytes(String key, @Nullable Object value) {}

    static RecordJson of(ConsumerRecord<byte[], byte[]> message) {
        List<NamedBytes> headers = new ArrayList<>();
        for (Header header : message.headers()) {
            headers.add(new NamedBytes(header.key(), textOrBase64(header.value())));
        }
        return new RecordJson(
                message.topic(),
                message.partition(),
                message.offset(),
                Instant.ofEpochMilli(message.timestamp()).toString(),
                textOrBase64(message.key()),
                textOrBase64(message.value()),
                headers);
    }

    private static @Nullable Object textOrBase64(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return Map.of("base64", Base64.getEncoder().encodeToString(bytes));
        }
    }
}
