package io.ottla.serdes.protobuf;

import com.google.protobuf.Message;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * {@link ProtobufSerializer} and {@link ProtobufDeserializer} as one, for Kafka Streams.
 *
 * @param <T> what is written and read
 */
public final class ProtobufSerde<T extends Message> implements Serde<T> {
    private final ProtobufSerializer<T> serializer = new ProtobufSerializer<>();
    private final ProtobufDeserializer<T> deserializer = new ProtobufDeserializer<>();

    /** Made by a client, which then configures it. */
    public ProtobufSerde() {}

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
