package io.ottla.http.rest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.model.HttpRequest;
import com.fasterxml.jackson.databind.JsonNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Refusal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
    private static final ActorSystem<Void> SYSTEM = ActorSystem.create(Behaviors.empty(), "records");

    @AfterAll
    static void stop() {
        SYSTEM.terminate();
    }

    @Test
    void tellsOfDataThatIsNotOfTheFormatThatWasAskedFor() {
        assertThat(written("AVRO", Refusal.coded(408, 40801, "no id")))
                .contains("\"value\":{\"error_code\":40801,\"message\":\"The data is not of the format AVRO\"}");
    }

    @Test
    void doesNotTellThatOfDataWhoseSchemaCannotBeAskedForNow() {
        assertThatThrownBy(() -> written("AVRO", Refusal.coded(50002, "The schema registry does not answer")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("does not answer");
    }

    /** A record as it is told when the registry refuses to decode its value. */
    private static String written(String format, Refusal refusal) {
        Call call = new Call(HttpRequest.GET("/records?value_format=" + format), Map.of(), SYSTEM);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RecordJson.of(call, Optional.of(refusing(refusal)))
                .write(out, new ConsumerRecord<>("t", 0, 7, null, new byte[] {1}));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static SchemaFormats refusing(Refusal refusal) {
        return new SchemaFormats() {
            @Override
            public Encoded encode(Field field, JsonNode data) {
                throw refusal;
            }

            @Override
            public JsonNode decode(String type, Written written) {
                throw refusal;
            }
        };
    }
}
