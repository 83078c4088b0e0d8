package io.ottla.http.rest.v2;

import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.Json;
import io.ottla.http.rest.format.DataFormat;
import io.ottla.http.rest.format.SchemaFormats;
import io.ottla.http.rest.format.SchemaFormats.Written;
import io.ottla.http.rest.member.MemberConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads records for a consumer instance, in the format it was created with. */
final class V2Records {
    private static final int WRONG_FORMAT = 40601;
    private static final int UNDECODABLE = 40801;
    private static final int UNDECODABLE_STATUS = 408;
    private static final long MAX_WAIT_MILLIS = 50_000;
    private static final long MAX_BYTES = 64L << 20;
    private static final int MAX_RECORDS = 100_000;

    private final Optional<SchemaFormats> schemas;

    V2Records(Optional<SchemaFormats> schemas) {
        this.schemas = schemas;
    }

    CompletionStage<HttpResponse> read(Call call, ByteString body, MemberConsumer consumer) {
        String format = consumer.descriptor().settings().format();
        requireAccepted(call, format);
        long wait = call.queryNumber("timeout")
                .orElse(consumer.descriptor().settings().waitMillis());
        long bytes = call.queryNumber("max_bytes").filter(limit -> limit >= 0).orElse(MAX_BYTES);
        List<ConsumerRecord<byte[], byte[]>> records = consumer.read(
                Duration.ofMillis(Math.max(0, Math.min(wait, MAX_WAIT_MILLIS))),
                MAX_RECORDS,
                Math.max(1, Math.min(bytes, MAX_BYTES)));
        return V2Consumers.answered(Json.response(200, V2Types.of(format), entries(format, consumer, records)));
    }

    /**
     * What can be told of the records, up to the first that cannot: that and those behind it are left to the next read. If it is the first of
     * all it is told by a refusal and passed over, unless it is the registry that does not answer.
     */
    private ArrayNode entries(String format, MemberConsumer consumer, List<ConsumerRecord<byte[], byte[]>> records) {
        ArrayNode entries = Json.object().arrayNode();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                entries.add(entry(format, record));
            } catch (Refusal refused) {
                boolean passedOver = entries.isEmpty() && !refused.isFailure();
                consumer.takeBack(records.subList(passedOver ? 1 : entries.size(), records.size()));
                if (entries.isEmpty()) {
                    throw refused;
                }
                break;
            }
        }
        return entries;
    }

    private ObjectNode entry(String format, ConsumerRecord<byte[], byte[]> record) {
        ObjectNode entry = Json.object().put("topic", record.topic());
        entry.set("key", record.key() == null ? NullNode.getInstance() : data(format, Written.key(record)));
        entry.set("value", record.value() == null ? NullNode.getInstance() : data(format, Written.value(record)));
        return entry.put("partition", record.partition()).put("offset", record.offset());
    }

    private static void requireAccepted(Call call, String format) {
        if (!call.accepts(V2Types.of(format).mediaType()) && !call.accepts(V2Types.PLAIN.mediaType())) {
            throw Refusal.coded(
                    WRONG_FORMAT,
                    "The requested embedded data format does not match the deserializer for this consumer instance");
        }
    }

    private JsonNode data(String format, Written written) {
        Optional<DataFormat> plain = DataFormat.named(format);
        if (plain.isPresent()) {
            return plain.get().read(written.bytes()).orElseThrow(V2Records::undecodable);
        }
        return schemas.orElseThrow(V2Records::undecodable).decode(format.toUpperCase(Locale.ROOT), written);
    }

    private static Refusal undecodable() {
        return Refusal.coded(
                UNDECODABLE_STATUS,
                UNDECODABLE,
                "Error reading message: it is not in the format of this consumer instance");
    }
}
