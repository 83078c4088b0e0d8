package io.ottla.serdes.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.ottla.serdes.Registries;
import io.ottla.serdes.SerdeSettings;
import io.ottla.serdes.WireFormat;
import io.ottla.serdes.WriterSchemas;
import io.ottla.serdes.registry.RegisteredSchema;
import io.ottla.serdes.registry.RegistryClient;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes Protobuf messages, generated or dynamic. The whole file of a message is registered, and what it imports under the name
 * of the import. See {@link SerdeSettings}. Thread-safe once configured.
 *
 * @param <T> what is written
 */
public final class ProtobufSerializer<T extends Message> implements Serializer<T> {
    private @Nullable SerdeSettings settings;
    private @Nullable RegistryClient registry;
    private @Nullable WriterSchemas schemas;
    private @Nullable ProtoFileSchemas files;

    /** Made by a client, which then configures it. */
    public ProtobufSerializer() {}

    @Override
    public void configure(Map<String, ?> given, boolean isKey) {
        SerdeSettings read = new SerdeSettings(given, isKey);
        RegistryClient client = Registries.of(read);
        WriterSchemas choice = new WriterSchemas(client, read);
        settings = read;
        registry = client;
        schemas = choice;
        files = new ProtoFileSchemas(choice);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T message) {
        return serialize(topic, null, message);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Headers headers, @Nullable T message) {
        if (message == null) {
            return null;
        }
        SerdeSettings config = Objects.requireNonNull(settings, "not configured");
        Descriptor type = message.getDescriptorForType();
        String subject = config.naming().subject(topic, config.isKey(), type.getFullName());
        RegisteredSchema registered = Objects.requireNonNull(schemas, "not configured")
                .choose(subject, Objects.requireNonNull(files, "not configured").text(type.getFile()));
        return WireFormat.write(
                config, registered, headers, MessageIndexes.bytes(MessageIndexes.of(type)), message.toByteArray());
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }
}
