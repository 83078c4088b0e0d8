package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.rest.Json;
import io.ottla.http.rest.format.RecordJson;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records that a member of a group was given, as one document. */
final class RecordPage {
    private RecordPage() {}

    /** The document. */
    static ObjectNode of(String self, RecordJson format, List<ConsumerRecord<byte[], byte[]>> records) {
        ObjectNode list = Resources.list("KafkaRecord", self, List.of());
        records.forEach(record -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            format.write(out, record);
            Json.parse(out.toByteArray()).ifPresent(list.withArray("data")::add);
        });
        return list;
    }
}
