package io.ottla.serdes.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.ottla.serdes.Registries;
import io.ottla.serdes.SchemaName;
import io.ottla.serdes.SchemaSources;
import io.ottla.serdes.SerdeSettings;
import io.ottla.serdes.SubjectNaming;
import io.ottla.serdes.WireFormat;
import io.ottla.serdes.registry.RegistryClient;
import io.ottla.serdes.registry.SchemaText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Protobuf messages into the class that {@code specific.protobuf.value.type} or {@code specific.protobuf.key.type} names;
 * without one, into dynamic messages of the registered schema. See {@link SerdeSettings}. Thread-safe once configured.
 *
 * @param <T> what is read
 */
public final class ProtobufDeserializer<T extends Message> implements Deserializer<T> {
    private static final int MOST = 1000;

    private final Map<SchemaName, FileDescriptor> files = new ConcurrentHashMap<>();
    private @Nullable RegistryClient registry;
    private Optional<Parser<? extends Message>> parser = Optional.empty();
    private boolean key;

    /** Made by a client, which then configures it. */
    public ProtobufDeserializer() {}

    @Override
    public void configure(Map<String, ?> given, boolean isKey) {
        SerdeSettings read = new SerdeSettings(given, isKey);
        registry = Registries.of(read);
        key = isKey;
        String setting = isKey ? SerdeSettings.PROTOBUF_KEY_TYPE : SerdeSettings.PROTOBUF_VALUE_TYPE;
        parser = Optional.<Class<?>>ofNullable(read.getClass(setting)).map(type -> parserOf(setting, type));
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        return deserialize(topic, null, bytes);
    }

    @Override
    @SuppressWarnings("unchecked") // the type parameter is the user's promise about what the topic holds
    public @Nullable T deserialize(String topic, @Nullable Headers headers, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        WireFormat.Framed framed = WireFormat.read(topic, headers, key, bytes);
        try {
            CodedInputStream in = CodedInputStream.newInstance(framed.bytes(), framed.begin(), framed.length());
            List<Integer> path = MessageIndexes.read(in);
            Parser<? extends Message> reader =
                    parser.isPresent() ? parser.get() : dynamic(file(topic, framed.schema()), path);
            return (T) reader.parseFrom(in);
        } catch (IOException e) {
            throw new SerializationException(
                    "a record of topic " + topic + " is no Protobuf message of schema " + framed.schema(), e);
        }
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }

    private static Parser<? extends Message> dynamic(FileDescriptor file, List<Integer> path) {
        return DynamicMessage.getDefaultInstance(MessageIndexes.find(file, path))
                .getParserForType();
    }

    private FileDescriptor file(String topic, SchemaName name) {
        if (files.size() > MOST) {
            files.clear();
        }
        return files.computeIfAbsent(name, wanted -> {
            RegistryClient client = Objects.requireNonNull(registry, "not configured");
            SchemaText schema = wanted.text(client, SubjectNaming.TOPIC.subject(topic, key, null));
            return ProtoSources.compile(schema.text(), SchemaSources.of(schema, client));
        });
    }

    private static Parser<? extends Message> parserOf(String setting, Class<?> type) {
        try {
            Message instance = (Message) type.getMethod("getDefaultInstance").invoke(null);
            return instance.getParserForType();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new ConfigException(setting, type.getName(), "is no generated message class");
        }
    }
}
