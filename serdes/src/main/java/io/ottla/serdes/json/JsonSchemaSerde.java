package io.ottla.serdes.json;

import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * {@link JsonSchemaSerializer} and {@link JsonSchemaDeserializer} as one, for Kafka Streams.
 *
 * @param <T> what is written and read
 */
public final class JsonSchemaSerde<T> implements Serde<T> {
    private final JsonSchemaSerializer<T> serializer = new JsonSchemaSerializer<>();
    private final JsonSchemaDeserializer<T> deserializer = new JsonSchemaDeserializer<>();

    /** Made by a client, which then configures it. */
    public JsonSchemaSerde() {}

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        serializer.configure(settings, isKey);
        deserializer.configure(settings, isKey);
    }

    @Override
    public Serializer<T> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<T> deserializer() {
        return deserializer;
    }

    @Override
    public void close() {
        serializer.close();
        deserializer.close();
    }
}
